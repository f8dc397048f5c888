/* The site's one script: buttons that copy, filters of the list of entries, and the search of full texts.

   Every page works without it: what is of use only with it stands hidden in the HTML, marked data-scripted. It takes
   its words from the HTML, writes text and never HTML, and asks no other server for anything. */

"use strict";

(() => {
  const ROOT = new URL("../", document.currentScript.src);
  const ANSWER_STAYS = 3000; // Milliseconds, as are all times below.
  const SPEECH_STARTS = 50;
  const TYPING_PAUSES = 200;
  const AT_ONCE = 10;

  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const filled = (words, values) => words.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

  function element(name, content, properties = {}) {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...[content].flat());
    return made;
  }

  function keepInAddress(address) {
    try {
      history.replaceState(history.state, "", address);
    } catch {
      // Some browsers refuse this to pages read from disk, or when it is done often; the page works all the same.
    }
  }

  /* Copy */

  function offerCopies() {
    const buttons = all("button[data-copy]").filter((button) => document.getElementById(button.dataset.copy));
    if (!buttons.length) {
      return;
    }
    const unseen = { id: "status", className: "visually-hidden" };
    const status = document.getElementById("status") ?? document.body.appendChild(element("output", "", unseen));
    for (const button of buttons) {
      const words = { copied: "Copied", failed: "Not copied; selected", ...status.dataset, ...button.dataset };
      const label = [...button.childNodes];
      let timer;
      button.addEventListener("click", async () => {
        const answer = (await isCopied(document.getElementById(words.copy))) ? words.copied : words.failed;
        clearTimeout(timer);
        button.textContent = answer;
        status.textContent = "";
        setTimeout(() => { status.textContent = answer; }, SPEECH_STARTS);
        timer = setTimeout(() => { button.replaceChildren(...label); status.textContent = ""; }, ANSWER_STAYS);
      });
      button.hidden = false;
    }
  }

  async function isCopied(source) {
    const text = textOf(source);
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // Refused, or not there: browsers keep it from pages that came over plain http.
      return isCopiedFromSelection(source, text);
    }
  }

  function isCopiedFromSelection(source, text) {
    const put = (event) => {
      event.preventDefault();
      event.clipboardData.setData("text/plain", text);
    };
    getSelection().selectAllChildren(source);
    document.addEventListener("copy", put);
    let copied = false;
    try {
      copied = document.execCommand("copy");
    } catch {
      // The text stays selected, to be copied by hand.
    }
    document.removeEventListener("copy", put);
    if (copied) {
      getSelection().removeAllRanges();
    }
    return copied;
  }

  /* White space as a reader sees it; spaces that do not break are kept. */
  function textOf(source) {
    const keepsLines = getComputedStyle(source).whiteSpace.startsWith("pre");
    return keepsLines ? source.textContent : source.textContent.replace(/[ \t\n\f\r]+/g, " ").replace(/^ | $/g, "");
  }

  /* Filters */

  function offerFilters() {
    const form = document.getElementById("filters");
    const items = all("[data-entry]");
    if (!form || !items.length) {
      return;
    }
    const fields = all("[name]", form);
    const texts = items.map((item) => folded(`${item.textContent} ${item.dataset.words ?? ""}`));
    const fits = (field, item, text) => field.name === "q"
      ? folded(field.value).split(/\s+/).every((word) => text.includes(word))
      : !field.value || (item.dataset[field.name] ?? "").split(" ").includes(field.value);

    const show = () => {
      items.forEach((item, place) => {
        item.hidden = !fields.every((field) => fits(field, item, texts[place]));
      });
      const shown = items.filter((item) => !item.hidden).length;
      const output = form.querySelector("output");
      output.textContent = filled(shown ? output.dataset.some : output.dataset.none, { shown, all: items.length });
    };
    const change = () => {
      show();
      const used = fields.filter((field) => field.value.trim()).map((field) => [field.name, field.value.trim()]);
      keepInAddress(used.length ? `#${new URLSearchParams(used)}` : location.href.split("#")[0]);
    };
    const recall = () => {
      const state = new URLSearchParams(location.hash.slice(1));
      // Another anchor, such as that of "Skip to the content", changes no filter.
      if (!location.hash || fields.some((field) => state.has(field.name))) {
        for (const field of fields) {
          field.value = state.get(field.name) ?? "";
          if (field.selectedIndex === -1) {
            field.selectedIndex = 0;
          }
        }
      }
      show();
    };

    form.addEventListener("input", change);
    form.addEventListener("reset", () => setTimeout(change));
    form.addEventListener("submit", (event) => event.preventDefault());
    addEventListener("hashchange", recall);
    recall();
    form.hidden = false;
  }

  /* Without regard to capitals, accents, the kinds of apostrophe and dash, and what cannot be seen. */
  function folded(text) {
    const plain = text.normalize("NFKD").replace(/[\p{M}\p{Cf}]/gu, "").toUpperCase();
    return plain.replace(/[\u2018\u2019\u02bc]/g, "'").replace(/[\u2010-\u2015]/g, "-").trim();
  }

  /* Search */

  function offerSearch() {
    const form = document.getElementById("search");
    // Browsers do not let pages read from disk load the index.
    if (!form || !location.protocol.startsWith("http")) {
      return;
    }
    const { q, kind } = form.elements;
    const [output, list, more] = [form.querySelector("output"), ...all("#results, #more")];
    const asked = new URLSearchParams(location.search);
    let wantedKind = asked.get("kind") ?? "";
    let engine = null;
    let rest = [];
    let turn = 0;
    let timer;

    const load = async () => {
      output.textContent = output.dataset.busy;
      const pagefind = await import(new URL("pagefind/pagefind.js", ROOT).href);
      const kinds = Object.keys((await pagefind.filters()).kind ?? {}).sort();
      kind.length = 1;
      kind.append(...kinds.map((name) => element("option", name, { value: name })));
      kind.value = kinds.includes(wantedKind) ? wantedKind : "";
      kind.parentElement.hidden = kinds.length < 2;
      wantedKind = "";
      return pagefind;
    };
    const found = async (words) => {
      const pagefind = await (engine ??= load());
      return (await pagefind.search(words, { filters: kind.value ? { kind: [kind.value] } : {} })).results;
    };
    const show = (results, others) => {
      list.append(...results);
      rest = others;
      more.hidden = !rest.length;
    };
    const search = async () => {
      const mine = ++turn;
      const words = q.value.trim();
      const used = Object.entries({ q: words, kind: kind.value || wantedKind }).filter(([, value]) => value);
      clearTimeout(timer);
      keepInAddress(words ? `?${new URLSearchParams(used)}` : location.pathname);
      try {
        const hits = words ? await found(words) : [];
        const results = await firstOf(hits);
        if (mine === turn) {
          const { none, one, some } = output.dataset;
          list.replaceChildren();
          show(results, hits.slice(AT_ONCE));
          output.textContent = words && filled([none, one][hits.length] ?? some, { count: hits.length, words });
        }
      } catch {
        if (mine === turn) {
          fail();
        }
      }
    };
    const showMore = async () => {
      const hits = rest;
      try {
        const results = await firstOf(hits);
        // Not if it was pressed twice, or if another search was faster.
        if (hits === rest) {
          show(results, hits.slice(AT_ONCE));
          results[0].querySelector("a").focus();
        }
      } catch {
        fail();
      }
    };
    const fail = () => {
      engine = null;
      list.replaceChildren();
      show([], []);
      output.textContent = output.dataset.failed;
    };

    form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(search, TYPING_PAUSES);
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      search();
    });
    more.addEventListener("click", showMore);
    document.getElementById("search-needs").hidden = true;
    form.hidden = false;
    q.value = asked.get("q") ?? "";
    if (q.value) {
      // Whoever comes from the search box of another page goes on where they were typing.
      q.focus({ preventScroll: true });
      search();
    }
  }

  const firstOf = (hits) => Promise.all(hits.slice(0, AT_ONCE).map(async (hit) => result(await hit.data())));

  function result({ raw_url: address, excerpt, meta: { title, kind, date } }) {
    const link = element("a", title ?? address);
    const target = new URL(address, ROOT).href;
    if (target.startsWith(ROOT.href)) {
      link.href = target;
    }
    const about = [kind, date].filter(Boolean).join(" · ");
    return element("li", [
      element("p", link, { className: "title" }),
      element("p", about, { className: "locator" }),
      element("p", marked(excerpt)),
    ]);
  }

  /* Pagefind writes &lt; and &gt; for what stands in records, and puts <mark> around the words that it found. */
  function marked(excerpt) {
    const texts = excerpt.split(/<mark>(.*?)<\/mark>/s).map((part) => part.replace(/&lt;/g, "<").replace(/&gt;/g, ">"));
    return texts.map((text, place) => place % 2 ? element("mark", text) : text);
  }

  for (const offer of [offerCopies, offerFilters, offerSearch]) {
    try {
      offer();
    } catch {
      // The page stays as it is without scripts.
    }
  }
})();
