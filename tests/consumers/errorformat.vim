" Reads the concise report as a compiler's output and writes what vim understood.
set errorformat=%f:%l:%c:\ %t%*[a-z][%*[a-z0-9_]]:\ %m
cgetfile reports/concise
call writefile(map(filter(getqflist(), 'v:val.valid'), 'json_encode([bufname(v:val.bufnr), v:val.lnum, v:val.col, v:val.type, v:val.text])'), 'reports/quickfix')
qall!
