-- Reads a manuscript as JSON on standard input and writes it as {plain, markdown, docx}, the last as a `data:` address.
-- Texts are plain words: what looks like markup in them comes out as it stands, in every form.

local OPTIONS = pandoc.WriterOptions{wrap_text = 'none'}
-- Spaces by Unicode that are none to pandoc, and so parts of words.
local SPACES = {[0xA0] = true, [0x1680] = true, [0x202F] = true, [0x205F] = true, [0x3000] = true}
for code = 0x2000, 0x200A do SPACES[code] = true end

local LEVELS = {title = 1, section = 2, heading = 3}

-- Pandoc's own writer for CommonMark leaves entities, rules and fences as they are, and drops a sign behind a
-- backslash. By section 2.4 of the specification any punctuation behind a backslash is itself.
local function literal(text, begins_line)
  local safe = text:gsub('[\\`*_%[%]<>&~|$#]', '\\%0'):gsub(':(%w[%w_+-]*:)', '\\:%1')
  if begins_line then
    safe = safe:gsub('^[-+=]', '\\%0'):gsub('^(%d+)([.)])', '%1\\%2')
  end
  return pandoc.RawInline('commonmark', safe)
end

-- An entity may stand for a space at the edge of words that are set off, where the space itself would end that.
local function spaced(text)
  return (text:gsub(utf8.charpattern, function(sign)
    return SPACES[utf8.codepoint(sign)] and string.format('&#%d;', utf8.codepoint(sign)) or nil
  end))
end

-- An address knows none of these signs; and of what looks like an entity a reader would make another sign.
local function as_address(target)
  local known = target:gsub('[\\<>%s]', function(sign) return string.format('%%%02X', sign:byte()) end)
  return (known:gsub('&(#?%w+;)', '&amp;%1'))
end

-- For each form, what a link becomes: the inlines of its words, these words as text, and its target are given.
local LINKS = {}

function LINKS.plain(content, text, target)
  local address = target:gsub('^mailto:', '')
  if text == target or text == address then return content end
  content:insert(pandoc.Str(' <' .. address .. '>'))
  return content
end

function LINKS.markdown(content, text, target)
  if text == target and not target:find('[\\&<>%s]') then
    return pandoc.Inlines{pandoc.RawInline('commonmark', '<' .. target .. '>')}
  end
  content:insert(1, pandoc.RawInline('commonmark', '['))
  content:insert(pandoc.RawInline('commonmark', '](<' .. as_address(target) .. '>)'))
  return content
end

function LINKS.docx(content, _, target)
  return pandoc.Inlines{pandoc.Link(content, target)}
end

local function one(name, text, begins_line)
  local line = text:gsub('[ \t\r\n]+', ' ')
  if begins_line then line = line:gsub('^ ', '') end
  return name == 'markdown' and literal(line, begins_line) or pandoc.Str(line)
end

local function line_of(name, block)
  local inlines = pandoc.Inlines{}
  for number, part in ipairs(block.words) do
    local words = pandoc.Inlines{one(name, part.text, number == 1 and not part.strong)}
    if part.address ~= '' and not (part.apart and name == 'plain') then
      words = LINKS[name](words, part.text, part.address)
    end
    if part.strong then words = pandoc.Inlines{pandoc.Strong(words)} end
    inlines:extend(words)
  end
  return inlines
end

-- A number that leads to an exhibit stands in brackets: the exhibits may be far away, or cut off.
local function linked(name, link)
  local text = pandoc.utils.stringify(link.content)
  if link.target:sub(1, 1) == '#' then return pandoc.Str('[' .. text .. ']') end
  return LINKS[name](link.content, text, link.target)
end

-- The links first, for they are known by their words; then the words of a form that needs them escaped.
local function in_form(name, inlines)
  local formed = inlines:walk{Link = function(link) return linked(name, link) end}
  if name ~= 'markdown' then return formed end
  local begins_line = true
  return formed:walk{traverse = 'topdown', Inline = function(node)
    local first = begins_line
    begins_line = node.t == 'LineBreak'
    if node.t == 'Str' then
      local inline = literal(node.text, first)
      inline.text = spaced(inline.text)
      return inline
    end
  end}
end

local function markup_of(name, html)
  local blocks = pandoc.read(html, 'html').blocks
  return blocks:walk{
    Para = function(para) return pandoc.Para(in_form(name, para.content)) end,
    Plain = function(plain) return pandoc.Plain(in_form(name, plain.content)) end,
  }
end

local function styled(block, blocks)
  local attributes = {}
  if block.style ~= '' then attributes['custom-style'] = block.style end
  if block.language ~= '' then attributes.lang, attributes.dir = block.language, block.direction end
  return pandoc.Div(blocks, attributes)
end

local BLOCKS = {}

function BLOCKS.plain(block)
  local inlines = line_of('plain', block)
  if block.kind == 'section' then
    inlines = pandoc.Inlines{pandoc.Str(pandoc.text.upper(pandoc.utils.stringify(inlines)))}
  end
  return pandoc.Para(inlines)
end

function BLOCKS.markdown(block)
  local inlines = line_of('markdown', block)
  if LEVELS[block.kind] then return pandoc.Header(LEVELS[block.kind], inlines) end
  if block.kind == 'quotation' then return pandoc.BlockQuote{pandoc.Para(inlines)} end
  return pandoc.Para(inlines)
end

function BLOCKS.docx(block)
  local inlines = line_of('docx', block)
  if LEVELS[block.kind] then return pandoc.Header(LEVELS[block.kind], inlines) end
  local words = pandoc.Para(inlines)
  if block.kind == 'quotation' and block.style == '' then words = pandoc.BlockQuote{words} end
  return styled(block, {words})
end

local function document(name, manuscript)
  local blocks = pandoc.Blocks{}
  for _, block in ipairs(manuscript.blocks) do
    if block.kind == 'markup' then
      blocks:extend(markup_of(name, block.html))
    else
      -- In plain text two empty lines are what tells a heading.
      if name == 'plain' and (block.kind == 'section' or block.kind == 'heading') then
        blocks:insert(pandoc.RawBlock('plain', '\n'))
      end
      blocks:insert(BLOCKS[name](block))
    end
  end
  return pandoc.Pandoc(blocks)
end

local function plain_words(text)
  return pandoc.MetaInlines{pandoc.Str(text)}
end

-- The text begins with its own title: what pandoc would set above it stands in the properties of the file only.
local function template()
  local text = pandoc.template.default('openxml')
  for _, part in ipairs{'%$if%(title%)%$.-%$endif%$', '%$for%(author%)%$.-%$endfor%$'} do
    text = text:gsub(part, '', 1)
  end
  return pandoc.template.compile(text)
end

local function docx(manuscript)
  local made = document('docx', manuscript)
  made.meta = pandoc.Meta{
    title = plain_words(manuscript.title),
    author = pandoc.MetaList{plain_words(manuscript.author)},
    subject = plain_words(manuscript.subject),
    keywords = pandoc.MetaList(pandoc.List(manuscript.keywords):map(plain_words)),
    lang = plain_words(manuscript.language),
  }
  local options = pandoc.WriterOptions{reference_doc = manuscript.reference, template = template()}
  -- Pandoc writes the time into the file, and takes it from here if it is given.
  local environment = pandoc.system.environment()
  environment.SOURCE_DATE_EPOCH = manuscript.seconds
  return pandoc.system.with_environment(environment, function() return pandoc.write(made, 'docx', options) end)
end

local manuscript = pandoc.json.decode(io.read('a'), false)
io.write(pandoc.json.encode{
  plain = pandoc.write(document('plain', manuscript), 'plain', OPTIONS),
  markdown = pandoc.write(document('markdown', manuscript), 'commonmark', OPTIONS),
  docx = pandoc.mediabag.make_data_uri('application/zip', docx(manuscript)),
})
