"""Runs the set-ups of README.md in the editors they are for: editors.py CRATE LINTER.

Each opens a file that is right on disk, is given a wrong text that is not saved, and must show the findings where they are. What is
documented is what is run. An editor that is not installed is left out and said so.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

crate, linter = (Path(argument).resolve() for argument in sys.argv[1:])
readme = (crate / "README.md").read_text(encoding="utf-8")
work = Path(tempfile.mkdtemp(prefix="vpcelint-editors-"))
(work / "bin").mkdir()
(work / "bin/vpcelint").symlink_to(linter)
environment = {**os.environ, "HOME": str(work), "LC_ALL": "C.UTF-8", "PATH": f"{work / 'bin'}{os.pathsep}{os.environ['PATH']}"}

# Names are as hostile as the text: what counts columns otherwise lands elsewhere.
RIGHT = 'locals {\n  a = ""\n}\n'
WRONG = """/* 日本😀\té */\tresource "aws_vpc_endpoint" "sqs" {
  vpc_id            = "vpc-1"
  service_name      = "com.amazonaws.eu-west-1.sqs"
  vpc_endpoint_type = "Interface"
  subnet_ids        = ["subnet-1", "subnet-2"]
  /* é */ private_dns_enabled = false
  security_group_ids = ["sg-1"]
}
"""
# Line, the text there, rule.
EXPECTED = [[1, "resource", "missing_endpoint_policy"], [6, "private_dns_enabled", "private_dns_disabled"]]
project = work / "a b é"
path = project / "roots/é 1/main.tf"


def snippet(editor):
    """The code block of README.md behind its mark."""
    found = re.search(rf"<!-- editor: {editor} -->\n```\w+\n(.*?)\n```", readme, re.DOTALL)
    return found.group(1) + "\n"


def run(*command, text=None):
    """The output of a command that must succeed."""
    done = subprocess.run(
        command, cwd=project, env=environment, input=text, stdin=None if text else subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", timeout=120,
    )  # fmt: skip
    if done.returncode:
        sys.exit(f"{command}: status {done.returncode}\n{done.stdout}")
    return done.stdout


def expect(editor, found, expected=None):
    """Ends unless an editor shows what is expected, given as line, text at the column and rule."""
    if sorted(found) != sorted(expected or EXPECTED):
        sys.exit(f"{editor} shows {sorted(found)} instead of {expected or EXPECTED}")
    print(f"{editor}: the set-up works")


def at_byte(line, column):
    """The word that starts at a byte, counted from 1."""
    rest = WRONG.splitlines()[line - 1].encode()[column - 1 :].decode(errors="replace")
    return re.match(r"\w*", rest).group()


def write(name, text):
    (work / name).write_text(text, encoding="utf-8")
    return str(work / name)


def dumped(name):
    return json.loads((work / name).read_text(encoding="utf-8"))


def vim_with_ale():
    script = write(
        "ale.vim",
        f"""set nocompatible encoding=utf-8
{ale_path()}
let g:ale_linters = {{'terraform': ['vpcelint']}}
let g:ale_lint_on_enter = 0
filetype on
{snippet("ale")}
autocmd BufRead *.tf setfiletype terraform
execute 'edit ' . fnameescape('{path}')
call setline(1, split({json.dumps(WRONG, ensure_ascii=False)}, "\\n", 1)[:-2])
ALELint
let s:rounds = 0
while s:rounds < 300 && empty(getloclist(0))
  sleep 50m
  let s:rounds += 1
endwhile
call writefile([json_encode(map(getloclist(0), '[v:val.lnum, v:val.col, v:val.type, v:val.text]'))], '{work}/ale.json')
call writefile([json_encode(map(copy(ale#engine#GetLoclist(bufnr(''))), '[v:val.lnum, v:val.col, v:val.code]'))], '{work}/codes.json')
qall!
""",
    )
    run("vim", "-Nu", script, "-es", "-i", "NONE")
    shown = [[line, at_byte(line, column)] for line, column, _, _ in dumped("ale.json")]
    if sorted(shown) != [one[:2] for one in EXPECTED]:
        sys.exit(f"Vim's location list has {shown}")
    expect("Vim with ALE", [[line, at_byte(line, column), code] for line, column, code in dumped("codes.json")])


def ale_path():
    for place in ("/usr/share/vim-ale", "/usr/share/vim/vimfiles/pack/dist-bundle/opt/ale"):
        if (Path(place) / "autoload/ale.vim").exists():
            return f"set runtimepath+={place}\nruntime plugin/ale.vim\npackadd! ale"
    return None


def plain_vim():
    # Without plugins there is no unsaved text. A column on the screen is right behind narrow letters.
    path.write_text(WRONG, encoding="utf-8")
    script = write(
        "vim.vim",
        f"""set encoding=utf-8
{snippet("vim")}
silent make!
let s:found = []
for s:item in filter(getqflist(), 'v:val.valid')
  execute 'buffer ' . s:item.bufnr
  execute 'cc ' . (index(map(getqflist(), 'v:val.lnum'), s:item.lnum) + 1)
  call add(s:found, [line('.'), col('.'), s:item.type, s:item.text])
endfor
call writefile([json_encode(s:found)], '{work}/vim.json')
qall!
""",
    )
    run("vim", "-Nu", script, "-es", "-i", "NONE")
    path.write_text(RIGHT, encoding="utf-8")
    found = dumped("vim.json")
    if [kind for _, _, kind, _ in found] != ["w", "w"]:
        sys.exit(f"Vim's quickfix list has {found}")
    expect("Vim without plugins", [[line, at_byte(line, column)] for line, column, _, _ in found if line == 6], [[6, "private_dns_enabled"]])


def neovim():
    # Of nvim-lint only what it does with a definition: arguments evaluated, the text on standard input, the parser's results shown.
    script = write(
        "neovim.lua",
        f"""
local lint = {{ linters = {{}}, linters_by_ft = {{}} }}
package.loaded.lint = lint
{snippet("neovim")}
vim.cmd('edit ' .. vim.fn.fnameescape('{path}'))
vim.api.nvim_buf_set_lines(0, 0, -1, false, vim.split(vim.fn.join(vim.fn.readfile('{write("wrong.tf", WRONG)}'), '\\n'), '\\n'))
local linter = lint.linters[lint.linters_by_ft.terraform[1]]
assert(linter.stdin and linter.ignore_exitcode)
local command = {{ linter.cmd }}
for _, argument in ipairs(linter.args) do
  table.insert(command, type(argument) == 'function' and argument() or argument)
end
local namespace = vim.api.nvim_create_namespace('vpcelint')
local output = vim.fn.system(command, vim.api.nvim_buf_get_lines(0, 0, -1, true))
vim.diagnostic.set(namespace, 0, linter.parser(output, vim.api.nvim_get_current_buf()))
local found = vim.tbl_map(function(d)
  assert(d.end_col > d.col and d.severity == vim.diagnostic.severity.WARN)
  return {{ d.lnum + 1, d.col + 1, d.code }}
end, vim.diagnostic.get(0, {{ namespace = namespace }}))
vim.fn.writefile({{ vim.json.encode(found) }}, '{work}/neovim.json')
assert(#linter.parser('', 0) == 0)
vim.cmd('qall!')
""",
    )
    run("nvim", "--headless", "--clean", "-c", f"luafile {script}", "-c", "cquit")
    expect("Neovim with nvim-lint's form", [[line, at_byte(line, column), code] for line, column, code in dumped("neovim.json")])


def emacs():
    script = write(
        "emacs.el",
        f"""(require 'package)
(package-initialize)
(require 'flycheck)
(require 'json)
(define-derived-mode terraform-mode prog-mode "Terraform")
(set-language-environment "UTF-8")
{snippet("emacs")}
(find-file "{path}")
(terraform-mode)
(erase-buffer)
(insert-file-contents "{write("wrong.tf", WRONG)}")
(set-buffer-modified-p t)
(flycheck-mode 1)
(flycheck-select-checker 'vpcelint)
(flycheck-buffer)
(let ((rounds 0))
  (while (and (< rounds 300) (not flycheck-current-errors))
    (accept-process-output nil 0.05)
    (setq rounds (1+ rounds))))
(with-temp-file "{work}/emacs.json"
  (insert (json-encode
    (with-current-buffer (get-file-buffer "{path}")
      (mapcar (lambda (err)
                (save-excursion
                  (goto-char (flycheck-error-pos err))
                  (vector (flycheck-error-line err) (thing-at-point 'symbol t) (flycheck-error-id err))))
              flycheck-current-errors)))))
""",
    )
    run("emacs", "--batch", "--no-init-file", "--load", script)
    expect("Emacs with flycheck", dumped("emacs.json"))


def neovim_server():
    # Neovim's own client: the set-up of README.md, then what a person does with keys.
    script = write(
        "server.lua",
        f"""
local wrong = vim.split(vim.fn.join(vim.fn.readfile('{write("wrong.tf", WRONG)}'), '\\n'), '\\n')
-- Before 0.8 there was no short way to start a server, once for all events: a second one shows each finding twice.
local client
vim.lsp.start = vim.lsp.start or function(config)
  client = client or vim.lsp.start_client(config)
  vim.lsp.buf_attach_client(0, client)
end
{snippet("neovim-server")}
local result = {{}}
local function await(what, holds)
  assert(vim.wait(60000, holds, 20), what)
end
local function rules()
  local found = {{}}
  for _, d in ipairs(vim.diagnostic.get(0)) do
    found[d.code] = d
  end
  return found
end
local function ask(method, params)
  local answers = vim.lsp.buf_request_sync(0, method, params, 60000)
  for _, answer in pairs(answers) do
    return answer.result
  end
end
local ok, message = pcall(function()
  vim.cmd('edit ' .. vim.fn.fnameescape('{path}'))
  vim.bo.filetype = 'terraform'
  await('a server', function() return next(vim.lsp.buf_get_clients(0)) ~= nil end)
  vim.api.nvim_buf_set_lines(0, 0, -1, false, wrong)
  await('findings', function() return rules().private_dns_disabled ~= nil end)
  result.found = vim.tbl_map(function(d) return {{ d.lnum + 1, d.col + 1, d.code }} end, vim.diagnostic.get(0))
  local fault = rules().private_dns_disabled
  vim.api.nvim_win_set_cursor(0, {{ fault.lnum + 1, fault.col }})
  local params = vim.lsp.util.make_range_params()
  params.context = {{ diagnostics = {{}} }}
  for _, action in ipairs(ask('textDocument/codeAction', params)) do
    if action.title:find('private_dns_enabled = true', 1, true) then
      vim.lsp.util.apply_workspace_edit(action.edit, 'utf-16')
    end
  end
  await('the fix', function() return rules().private_dns_disabled == nil end)
  result.mended = vim.api.nvim_buf_get_lines(0, fault.lnum, fault.lnum + 1, false)[1]
  vim.api.nvim_win_set_cursor(0, {{ 1, (vim.api.nvim_buf_get_lines(0, 0, 1, false)[1]:find('aws_vpc_endpoint')) }})
  result.hover = ask('textDocument/hover', vim.lsp.util.make_position_params()).contents.value
  local buffer = vim.api.nvim_get_current_buf()
  vim.cmd('enew!')
  vim.cmd('bdelete! ' .. buffer)
end)
result.message = message
vim.fn.writefile({{ vim.json.encode(result) }}, '{work}/server.json')
vim.cmd(ok and 'qall!' or 'cquit')
""",
    )
    try:
        run("nvim", "--headless", "--clean", "-c", f"luafile {script}", "-c", "cquit")
    except SystemExit:
        print((work / "server.json").read_text(encoding="utf-8") if (work / "server.json").exists() else "nothing was written")
        raise
    result = dumped("server.json")
    expect("Neovim's own client", [[line, at_byte(line, column), code] for line, column, code in result["found"]])
    assert result["mended"] == "  /* é */ private_dns_enabled = true", result["mended"]
    assert "Interface, sqs" in result["hover"], result["hover"]


def eglot():
    script = write(
        "eglot.el",
        f"""(require 'package)
(package-initialize)
(require 'json)
(define-derived-mode terraform-mode prog-mode "Terraform")
(set-language-environment "UTF-8")
(require 'eglot)
{snippet("eglot")}
(setq eglot-sync-connect t eglot-autoshutdown nil)
(find-file "{path}")
(terraform-mode)
(eglot-ensure)
(run-hooks 'post-command-hook)
(erase-buffer)
(insert-file-contents "{write("wrong.tf", WRONG)}")
(run-hooks 'post-command-hook)
(unless (eglot-current-server) (apply #'eglot (eglot--guess-contact)))
(eglot--signal-textDocument/didChange)
(defun shown ()
  (flymake-start)
  (mapcar (lambda (it)
            (save-excursion
              (goto-char (flymake-diagnostic-beg it))
              (vector (line-number-at-pos) (thing-at-point 'symbol t) (flymake-diagnostic-text it))))
          (flymake-diagnostics)))
(let ((rounds 0))
  (while (and (< rounds 300) (not (shown)))
    (accept-process-output nil 0.05)
    (setq rounds (1+ rounds))))
(let ((found (vconcat (shown))))
  (with-temp-file "{work}/eglot.json" (insert (json-encode found))))
(set-buffer-modified-p nil)
(ignore-errors (eglot-shutdown (eglot-current-server)))
""",
    )
    run("emacs", "--batch", "--no-init-file", "--load", script)
    shown = sorted([line, word] for line, word, _ in dumped("eglot.json"))
    if shown != sorted(one[:2] for one in EXPECTED):
        sys.exit(f"eglot shows {dumped('eglot.json')}")
    print("Emacs with eglot: the set-up works")


def helix():
    # As Helix does: its configuration comes with the handshake and after it, and columns are UTF-16 units.
    settings = tomllib.loads(snippet("helix"))
    server = settings["language-server"]["vpcelint"]
    assert all("vpcelint" in one["language-servers"] for one in settings["language"])
    speak("Helix", [server["command"], *server["args"]], settings["language"][0]["name"], server["config"])


def generic_clients():
    settings = json.loads(snippet("vscode-server"))
    command = [settings["glspc.server.command"], *settings["glspc.server.commandArguments"]]
    speak("VS Code with a generic client", command, settings["glspc.server.languageId"][0], None)
    server = json.loads(snippet("zed"))["lsp"]["terraform-ls"]
    command = [server["binary"]["path"], *server["binary"]["arguments"]]
    speak("Zed", command, "terraform", server["initialization_options"])


def speak(editor, command, language, options):
    """Starts a server as an editor is told to, and opens the wrong text."""
    process = subprocess.Popen(
        command, cwd=project, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )

    def send(method, params, number=None):
        message = {"jsonrpc": "2.0", "method": method, "params": params, **({"id": number} if number else {})}
        body = json.dumps(message).encode()
        process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        process.stdin.flush()

    def receive(wanted):
        while True:
            length = 0
            while (header := process.stdout.readline().strip()):
                if header.lower().startswith(b"content-length:"):
                    length = int(header.split(b":")[1])
            if not length:
                sys.exit("the language server has ended")
            message = json.loads(process.stdout.read(length))
            assert message.get("method") != "window/logMessage", message
            if wanted(message):
                return message

    try:
        send("initialize", {"processId": None, "rootUri": project.as_uri(), "capabilities": {}, "initializationOptions": options}, 1)
        receive(lambda message: message.get("id") == 1)
        send("initialized", {})
        send("workspace/didChangeConfiguration", {"settings": options})
        document = {"uri": path.as_uri(), "languageId": language, "version": 1, "text": WRONG}
        send("textDocument/didOpen", {"textDocument": document})
        told = receive(lambda message: message.get("method") == "textDocument/publishDiagnostics" and message["params"]["diagnostics"])
        found = []
        for one in told["params"]["diagnostics"]:
            start = one["range"]["start"]
            line = WRONG.splitlines()[start["line"]].encode("utf-16-le")
            rest = line[2 * start["character"] :].decode("utf-16-le")
            found.append([start["line"] + 1, re.match(r"\w*", rest).group(), one["code"]])
        expect(editor, found)
    finally:
        process.kill()
        process.wait()


def vs_code():
    task = json.loads(snippet("vscode"))["tasks"][0]
    pattern = task["problemMatcher"]["pattern"]
    path.write_text(WRONG, encoding="utf-8")
    output = subprocess.run([task["command"], *task["args"]], cwd=project, env=environment, stdout=subprocess.PIPE, encoding="utf-8").stdout
    path.write_text(RIGHT, encoding="utf-8")
    found = []
    for line in output.splitlines():
        match = re.search(pattern["regexp"], line)
        part = {name: match.group(pattern[name]) for name in ("file", "line", "column", "severity", "code", "message")}
        assert (project / part["file"]).samefile(path) and part["severity"] == "warning", part
        # Every other character than the first is beyond 16 bits.
        rest = WRONG.splitlines()[int(part["line"]) - 1][int(part["column"]) - 1 :]
        found.append([int(part["line"]), re.match(r"\w*", rest).group(), part["code"]])
    expect("VS Code's problem matcher", found)


try:
    path.parent.mkdir(parents=True)
    (project / ".git").mkdir()
    path.write_text(RIGHT, encoding="utf-8")
    vs_code()
    helix()
    generic_clients()
    for needs, has, editor in [
        ("vim", shutil.which("vim"), plain_vim),
        ("vim and vim-ale", shutil.which("vim") and ale_path(), vim_with_ale),
        ("neovim", shutil.which("nvim"), neovim),
        ("emacs and elpa-flycheck", shutil.which("emacs") and list(Path("/usr/share/emacs/site-lisp").glob("**/flycheck.el")), emacs),
        ("neovim", shutil.which("nvim"), neovim_server),
        ("emacs and elpa-eglot", shutil.which("emacs") and list(Path("/usr/share/emacs/site-lisp").glob("**/eglot.el")), eglot),
    ]:
        if has:
            editor()
        else:
            print(f"left out, since not installed: {needs}")
finally:
    shutil.rmtree(work, ignore_errors=True)
