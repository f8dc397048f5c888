-- Reads {style, items} as JSON on standard input and writes a JSON list of HTML, one reference for each item.
-- All stand in one document; the style must be one in which no reference depends on the others.

local STYLED = {
  Emph = pandoc.Emph, Strong = pandoc.Strong, Superscript = pandoc.Superscript, Subscript = pandoc.Subscript,
}
local EXACT = {
  title = true, ['container-title'] = true, ['collection-title'] = true, number = true, publisher = true, authority = true,
}

-- The very words: nothing in them is read as markup, and `nocase` keeps a style from setting them in other capitals.
local function exact(text)
  return pandoc.MetaInlines{pandoc.Span({pandoc.Str(text)}, {class = 'nocase'})}
end

local function reference(number, item)
  local given = {}
  for variable, value in pairs(item) do
    given[variable] = EXACT[variable] and exact(value) or value
  end
  -- The id is printed nowhere, and pandoc might not like the item's own.
  given.id = tostring(number)
  return given
end

local function is_web(address)
  return address:lower():match('^https?://[^/?#@]+') and not address:match('["<>%s]')
end

-- What is not known to be safe keeps its words only.
local function plain(inlines)
  local kept = pandoc.Inlines{}
  for _, node in ipairs(inlines) do
    local content = node.content and type(node.content) ~= 'string' and plain(node.content)
    if node.t == 'Str' or node.t == 'Space' then
      kept:insert(node)
    elseif node.t == 'SoftBreak' or node.t == 'LineBreak' then
      kept:insert(pandoc.Space())
    elseif STYLED[node.t] then
      kept:insert(STYLED[node.t](content))
    elseif node.t == 'Quoted' then
      kept:insert(pandoc.Quoted(node.quotetype, content))
    elseif node.t == 'Link' and is_web(node.target) then
      kept:insert(pandoc.Link(content, node.target))
    elseif node.t == 'Span' and node.classes:includes('csl-left-margin') then
      -- The number of a reference in a list, which this one is not.
    elseif node.t == 'Span' and (node.classes:includes('csl-block') or node.classes:includes('csl-indent')) then
      kept:insert(pandoc.Space())
      kept:extend(content)
    elseif content then
      kept:extend(content)
    end
  end
  return kept
end

-- What the first note that cites an item says, by the item's number.
local function notes(formatted)
  local made = {}
  for number, paragraph in ipairs(formatted.blocks) do
    local cite = paragraph.t == 'Para' and paragraph.content[1]
    local first = cite and cite.content[1]
    made[number] = first and (first.t == 'Note' and pandoc.utils.blocks_to_inlines(first.content) or cite.content)
  end
  return made
end

-- What the list of references says, by the item's number.
local function entries(formatted)
  local made = {}
  formatted:walk {Div = function(div)
    local number = div.identifier:match('^ref%-(%d+)$')
    if number then made[tonumber(number)] = pandoc.utils.blocks_to_inlines(div.content, {pandoc.Space()}) end
  end}
  return made
end

local request = pandoc.json.decode(io.read('a'), false)
local items, citations = pandoc.List{}, pandoc.Blocks{}
for number, item in ipairs(request.items) do
  items:insert(reference(number, item))
  citations:insert(pandoc.Para{pandoc.Cite({}, {pandoc.Citation(tostring(number), 'NormalCitation')})})
end
local formatted = pandoc.utils.citeproc(pandoc.Pandoc(citations, {csl = request.style, references = items}))
local made = request.is_note and notes(formatted) or entries(formatted)
local written = pandoc.List{}
for number = 1, #items do
  local document = pandoc.Pandoc{pandoc.Plain(plain(made[number] or {}))}
  local html = pandoc.write(document, 'html5', pandoc.WriterOptions{wrap_text = 'none'})
  written:insert((html:gsub('%s+$', '')))
end
io.write(pandoc.json.encode(written))
