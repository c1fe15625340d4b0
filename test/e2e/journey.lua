-- A Neovim user opens the example: what the language server answers is written as JSON.
-- Works with Neovim 0.7, which has neither `vim.lsp.start` nor `-l`.
local file, server, output = vim.env.JOURNEY_FILE, vim.env.JOURNEY_SERVER, vim.env.JOURNEY_OUTPUT
local line = tonumber(vim.env.JOURNEY_LINE)
local character = tonumber(vim.env.JOURNEY_CHARACTER)
local answers = { logged = {} }

vim.cmd('edit ' .. vim.fn.fnameescape(file))
local buffer = vim.api.nvim_get_current_buf()
vim.bo[buffer].filetype = 'sh'
local client = vim.lsp.start_client({
  name = 'routelens',
  cmd = { server, '--stdio' },
  root_dir = vim.env.JOURNEY_FOLDER,
  get_language_id = function() return 'shellscript' end,
  handlers = {
    ['window/logMessage'] = function(_, message) table.insert(answers.logged, message.message) end,
  },
  on_exit = function(code) answers.exit_code = code end,
})
vim.lsp.buf_attach_client(buffer, client)

local function request(method, parameters)
  local full = vim.tbl_extend('force', { textDocument = { uri = vim.uri_from_bufnr(buffer) } }, parameters or {})
  local responses = vim.lsp.buf_request_sync(buffer, method, full, 10000) or {}
  return responses[client] and responses[client].result
end

local function diagnostics()
  return vim.tbl_map(function(diagnostic)
    return {
      line = diagnostic.lnum,
      message = diagnostic.message,
      source = diagnostic.source,
      code = diagnostic.user_data and diagnostic.user_data.lsp and diagnostic.user_data.lsp.code,
    }
  end, vim.diagnostic.get(buffer))
end

vim.wait(15000, function() return #vim.diagnostic.get(buffer) > 0 end, 20)
answers.diagnostics = diagnostics()
answers.hover = request('textDocument/hover', { position = { line = line, character = character } })
answers.lenses = request('textDocument/codeLens')

-- The route with one uplink has nothing to pin.
vim.api.nvim_buf_set_lines(buffer, line, line + 1, true, { 'ip route add default via 198.51.100.1 dev eno3' })
vim.wait(10000, function() return #vim.diagnostic.get(buffer) < #answers.diagnostics end, 20)
answers.diagnostics_after_edit = diagnostics()

vim.lsp.stop_client(client)
vim.wait(5000, function() return answers.exit_code ~= nil end, 20)
local handle = assert(io.open(output, 'w'))
handle:write(vim.json.encode(answers))
handle:close()
vim.cmd('qall!')
