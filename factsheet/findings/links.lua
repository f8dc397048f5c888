-- Reads the text of a file in Markdown as a JSON string on standard input; writes, as a JSON list in the order of the
-- text, what stands in it: headings, items of lists, passages, links, block quotes, and addresses that are no links.

local EXTENSIONS = {'sourcepos', 'autolink_bare_uris', 'footnotes'}
local events, passages, items, seen = pandoc.List{}, 0, 0, {}

local function line_of(node, above)
  local position = node.attributes and node.attributes['data-pos'] or ''
  return tonumber(position:match('(%d+):%d+')) or above
end

-- The words of inlines on one line; with `apart`, without those of links, pictures and notes.
local function words(inlines, apart)
  local parts = pandoc.List{}
  local function gather(list)
    for _, node in ipairs(list) do
      if node.t == 'Str' or node.t == 'Code' then
        parts:insert(node.text)
      elseif node.t == 'Space' or node.t == 'SoftBreak' or node.t == 'LineBreak' then
        parts:insert(' ')
      elseif node.t ~= 'Note' and node.content and not (apart and (node.t == 'Link' or node.t == 'Image')) then
        gather(node.content)
      elseif node.t == 'Image' and not apart then
        gather(node.caption)
      end
    end
  end
  gather(inlines)
  return (table.concat(parts):gsub('%s+', ' '):gsub('^ ', ''):gsub(' $', ''))
end

local function has_links(block)
  local found = false
  block:walk{Link = function() found = true end}
  return found
end

-- The words of a block quote, an empty line between its paragraphs; nothing if it is more than paragraphs.
local function quoted(blocks)
  local parts = pandoc.List{}
  local function gather(list)
    for _, block in ipairs(list) do
      if block.t == 'Div' then
        if not gather(block.content) then return false end
      elseif block.t == 'Para' or block.t == 'Plain' then
        parts:insert(words(block.content))
      else
        return false
      end
    end
    return true
  end
  return gather(blocks) and table.concat(parts, '\n\n') or nil
end

local function strays(text, place, line)
  local number = line
  for row in (text .. '\n'):gmatch('([^\n]*)\n') do
    for address in row:gmatch('https?://[^%s"\'<>]+') do
      events:insert{kind = 'stray', line = number, address = address, place = place}
    end
    number = number + 1
  end
end

local visit_item

local function visit_inlines(inlines, passage, item, line)
  for _, node in ipairs(inlines) do
    local here = line_of(node, line)
    if node.t == 'Link' then
      -- A note that is cited twice stands in the tree twice.
      local place = node.attributes['data-pos'] or ''
      if place == '' or not seen[place] then
        events:insert{
          kind = 'link', line = here, address = node.target, text = words(node.content), passage = passage, item = item,
        }
      end
      seen[place] = true
      -- An address as the words of a link is read as a link of its own.
      visit_inlines(node.content:walk{Link = function(link) return link.content end}, passage, item, here)
    elseif node.t == 'Image' then
      events:insert{kind = 'picture', line = here, address = node.src}
    elseif node.t == 'Note' then
      visit_item(node.content, item, here)
    elseif node.t == 'Code' then
      strays(node.text, 'code', here)
    elseif node.t == 'RawInline' then
      strays(node.text, 'HTML', here)
    elseif node.content then
      visit_inlines(node.content, passage, item, here)
    end
    line = here
  end
end

local function visit_passage(block, item, line)
  passages = passages + 1
  local number = passages
  events:insert{kind = 'passage', number = number, apart = words(block.content, true)}
  visit_inlines(block.content, number, item, line)
  return number
end

local function new_item(above)
  items = items + 1
  events:insert{kind = 'item', number = items, above = above}
  return items
end

-- `sourcepos` puts blocks that have no place for attributes into a Div.
local function unwrapped(block, line)
  while block.t == 'Div' and #block.content == 1 do
    line = line_of(block, line)
    block = block.content[1]
  end
  return block, line_of(block, line)
end

local function visit_blocks(blocks, item, line)
  local before = 0
  for _, wrapped in ipairs(blocks) do
    local block, here = unwrapped(wrapped, line)
    local passage = 0
    if block.t == 'Para' or block.t == 'Plain' then
      -- Outside lists, each paragraph is an item of its own.
      passage = visit_passage(block, item == 0 and new_item(0) or item, here)
    elseif block.t == 'Header' then
      events:insert{kind = 'heading', line = here, text = words(block.content)}
      visit_passage(block, new_item(0), here)
    elseif block.t == 'BlockQuote' then
      events:insert{
        kind = 'quote', line = here, text = quoted(block.content), passage = before, linked = has_links(block),
      }
      visit_blocks(block.content, item, here)
    elseif block.t == 'BulletList' or block.t == 'OrderedList' then
      for _, entry in ipairs(block.content) do visit_item(entry, item, here) end
    elseif block.t == 'CodeBlock' or block.t == 'RawBlock' then
      strays(block.text, block.t == 'CodeBlock' and 'code' or 'HTML', here)
    elseif block.t == 'Div' then
      visit_blocks(block.content, item, here)
    end
    before, line = passage, here
  end
end

visit_item = function(blocks, above, line)
  visit_blocks(blocks, new_item(above), line)
end

local text = pandoc.json.decode(io.read('a'), false)
local format = {format = 'commonmark', extensions = EXTENSIONS}
visit_blocks(pandoc.read(text, format, nil, {}).blocks, 0, 1)
io.write(pandoc.json.encode(events))
