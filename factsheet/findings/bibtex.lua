-- Reads {text, format} as JSON on standard input; writes {items} as JSON, each a reference of pandoc's in plain texts,
-- or {fault}. The reader is given no files: TeX can ask for some.

local UPPER = {url = 'URL', doi = 'DOI'}

local function plain(value)
  local kind = pandoc.utils.type(value)
  if kind == 'List' or kind == 'table' then
    local made = kind == 'List' and pandoc.List{} or {}
    for key, part in pairs(value) do made[key] = plain(part) end
    return made
  end
  return (pandoc.utils.stringify(value):gsub('%s+', ' '))
end

local request = pandoc.json.decode(io.read('a'), false)
local fine, document = pcall(pandoc.read, request.text, request.format, nil, {})
local answer
if fine then
  local items = pandoc.List{}
  for _, reference in ipairs(document.meta.references or {}) do
    local item = {}
    for variable, value in pairs(reference) do item[UPPER[variable] or variable] = plain(value) end
    items:insert(item)
  end
  answer = {items = items}
else
  answer = {fault = tostring(document)}
end
io.write(pandoc.json.encode(answer))
