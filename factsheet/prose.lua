-- Reads a JSON list of {text, citations} on standard input and writes a JSON list of {html, faults}.
-- The parsed tree may hold the node types below and nothing else: what is not known to be safe is refused, by name.

local BLOCKS = {Para = true, Plain = true, BulletList = true, OrderedList = true, BlockQuote = true}
local INLINES = {Str = true, Space = true, SoftBreak = true, LineBreak = true, Emph = true, Strong = true, Link = true}
local MAX_DEPTH = 10

local REFUSED = {
  RawBlock = 'raw HTML is refused',
  RawInline = 'raw HTML is refused',
  Image = 'pictures are refused',
  Header = 'headings are refused, because the page makes its own',
  Code = 'code marks (backticks) are refused',
  HorizontalRule = 'rules across the page are refused',
  CodeBlock = 'indented or fenced code is refused (four spaces at the start of a line make code)',
}

local function excerpt(node)
  local text = node.text or pandoc.utils.stringify(node)
  if text == '' then return '' end
  return '"' .. pandoc.text.sub(text, 1, 60) .. '"'
end

local function refuse(faults, node)
  local what = REFUSED[node.t] or (node.t .. ' is refused')
  local text = excerpt(node)
  table.insert(faults, text == '' and what or what .. ': ' .. text)
end

local function check_link(faults, link)
  -- Browsers skip white space and control characters in a scheme, so only a plain one at the very start counts.
  local address = link.target:lower()
  if not (address:match('^https?://[^/]') or address:match('^mailto:[^/]')) then
    table.insert(faults, 'a link may lead to http, https or mailto addresses only: "' .. link.target .. '"')
  elseif address:match('^https?://[^/?#]*@') then
    table.insert(faults, 'a link may not name a user before its host, which deceives: "' .. link.target .. '"')
  end
end

local check_blocks

local function check_inlines(faults, inlines, depth)
  if depth > MAX_DEPTH then
    table.insert(faults, 'text is nested more than ' .. MAX_DEPTH .. ' levels deep')
    return
  end
  for _, node in ipairs(inlines) do
    if not INLINES[node.t] then
      refuse(faults, node)
    elseif node.t == 'Link' then
      check_link(faults, node)
    end
    if INLINES[node.t] and node.content then
      check_inlines(faults, node.content, depth + 1)
    end
  end
end

check_blocks = function(faults, blocks, depth)
  if depth > MAX_DEPTH then
    table.insert(faults, 'text is nested more than ' .. MAX_DEPTH .. ' levels deep')
    return
  end
  for _, node in ipairs(blocks) do
    if not BLOCKS[node.t] then
      refuse(faults, node)
    elseif node.t == 'BulletList' or node.t == 'OrderedList' then
      for _, item in ipairs(node.content) do
        check_blocks(faults, item, depth + 1)
      end
    elseif node.t == 'BlockQuote' then
      check_blocks(faults, node.content, depth + 1)
    else
      check_inlines(faults, node.content, depth + 1)
    end
  end
end

-- `[@id]` becomes a link to the exhibit whose number the citations give. One word may hold several, with punctuation.
local function cite(faults, citations, str)
  local inlines, rest = pandoc.Inlines{}, str.text
  while true do
    local first, last, id = rest:find('%[@([%w-]+)%]')
    if not first then break end
    if first > 1 then inlines:insert(pandoc.Str(rest:sub(1, first - 1))) end
    local number = citations[id]
    if number then
      inlines:insert(pandoc.Link({pandoc.Str(number)}, '#exhibit-' .. number, '', {class = 'citation'}))
    else
      table.insert(faults, '[@' .. id .. '] cites evidence that this entry does not link to')
    end
    rest = rest:sub(last + 1)
  end
  local stray = rest:match('%[@.*')
  if stray then
    local remedy = "' is no citation; write one evidence id in each pair of brackets, such as [@id]"
    table.insert(faults, "'" .. stray .. remedy)
  end
  if rest ~= '' or #inlines == 0 then inlines:insert(pandoc.Str(rest)) end
  return inlines
end

local function render(passage)
  local faults = {}
  local document = pandoc.read(passage.text, {format = 'commonmark', extensions = {}})
  check_blocks(faults, document.blocks, 1)
  if #faults == 0 then
    document = document:walk {Str = function(str) return cite(faults, passage.citations, str) end}
  end
  local html = #faults == 0 and pandoc.write(document, 'html5', pandoc.WriterOptions{wrap_text = 'none'}) or ''
  return {html = html, faults = pandoc.List(faults)}
end

local passages = pandoc.json.decode(io.read('a'), false)
local results = pandoc.List{}
for _, passage in ipairs(passages) do
  results:insert(render(passage))
end
io.write(pandoc.json.encode(results))
