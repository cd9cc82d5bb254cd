"""Drives `vpcelint server` as editors do, with a client that was not made for it and that minds the specification.

    VPCELINT=target/debug/vpcelint pytest tests/consumers/server.py

It takes on what Neovim, Emacs and Visual Studio Code say that they can; whatever a client did not say, the server must not use.
"""

import asyncio
import os
import re
import statistics
import time
from pathlib import Path

import pytest
import pytest_lsp
from lsprotocol import types as lsp
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

CRATE = Path(__file__).parents[2]
LINTER = os.environ["VPCELINT"]
PATIENCE = 120
WRONG = """/* 日本😀\té */\tresource "aws_vpc_endpoint" "sqs" {
  vpc_id             = var.vpc
  service_name       = "com.amazonaws.${local.region}.sqs"
  vpc_endpoint_type  = "Interface"
  subnet_ids         = ["subnet-1", "subnet-2"]
  security_group_ids = ["sg-1"]
  policy             = file("policy.json")
  /* é😀 */ private_dns_enabled = false
}
"""
VARIABLES = 'variable "vpc" {\n  default = "vpc-1"\n}\n\nlocals {\n  region = "eu-west-1"\n}\n'


def handlers():
    """A client that also lets servers register."""
    client = pytest_lsp.make_test_lsp_client()
    client.registered = []

    @client.feature(lsp.CLIENT_REGISTER_CAPABILITY)
    def register(params: lsp.RegistrationParams):
        client.registered += [it.method for it in params.registrations]

    @client.feature(lsp.WORKSPACE_INLAY_HINT_REFRESH)
    def refresh(params):
        pass

    return client


@pytest_lsp.fixture(
    params=["neovim@v0.11.0", "neovim@v0.6.1", "emacs@v29.1", "visual-studio-code@v1.65.2"],
    config=ClientServerConfig(server_command=[LINTER, "server", "--stdio"], client_factory=handlers),
)
async def client(request, lsp_client: LanguageClient, tmp_path: Path):
    (tmp_path / ".git").mkdir()
    project = tmp_path / "a b é"
    project.mkdir()
    (project / "main.tf").write_text("", encoding="utf-8")
    (project / "variables.tf").write_text(VARIABLES, encoding="utf-8")
    (project / "policy.json").write_text("{}", encoding="utf-8")
    lsp_client.project = project
    lsp_client.set_configuration({"debounce": 0, "inlayHints": True}, section="vpcelint")
    capabilities = client_capabilities(request.param)
    hello = await lsp_client.initialize_session(
        lsp.InitializeParams(
            capabilities=capabilities,
            workspace_folders=[lsp.WorkspaceFolder(uri=tmp_path.as_uri(), name="root")],
            initialization_options={"debounce": 0, "inlayHints": True},
        )
    )
    offered = (capabilities.general and capabilities.general.position_encodings) or []
    lsp_client.unit = "utf-8" if "utf-8" in offered else "utf-16"
    assert hello.capabilities.position_encoding == lsp_client.unit
    yield
    await lsp_client.shutdown_session()
    assert lsp_client._server.returncode == 0


def until(client, holds):
    async def wait():
        while not holds():
            await asyncio.sleep(0.005)

    return asyncio.wait_for(wait(), PATIENCE)


def length(client, text):
    return len(text.encode(client.unit.replace("utf-16", "utf-16-le"))) // (1 if client.unit == "utf-8" else 2)


def position(client, text, words):
    before = text[: text.index(words)]
    line = before.count("\n")
    return lsp.Position(line=line, character=length(client, before.rsplit("\n", 1)[-1]))


def covered(client, text, span):
    line = text.split("\n")[span.start.line].encode("utf-8" if client.unit == "utf-8" else "utf-16-le")
    size = 1 if client.unit == "utf-8" else 2
    return line[span.start.character * size : span.end.character * size].decode("utf-8" if client.unit == "utf-8" else "utf-16-le")


def rules(client, uri):
    return {it.code for it in client.diagnostics.get(uri, [])}


@pytest.mark.asyncio
async def test_open_type_fix_hover_close(client):
    path = client.project / "main.tf"
    uri = path.as_uri()
    document = lsp.TextDocumentIdentifier(uri=uri)
    client.text_document_did_open(
        lsp.DidOpenTextDocumentParams(text_document=lsp.TextDocumentItem(uri=uri, language_id="terraform", version=1, text=""))
    )
    await until(client, lambda: uri in client.diagnostics)
    assert not client.diagnostics[uri]

    # Typed letter by letter.
    start = lsp.Position(line=0, character=0)
    text = ""
    for version, letter in enumerate(WRONG, 2):
        end = lsp.Position(line=text.count("\n"), character=length(client, text.rsplit("\n", 1)[-1]))
        text += letter
        change = lsp.TextDocumentContentChangePartial(range=lsp.Range(start=end, end=end), text=letter)
        client.text_document_did_change(
            lsp.DidChangeTextDocumentParams(
                text_document=lsp.VersionedTextDocumentIdentifier(uri=uri, version=version), content_changes=[change]
            )
        )
    await until(client, lambda: "private_dns_disabled" in rules(client, uri))
    found = next(it for it in client.diagnostics[uri] if it.code == "private_dns_disabled")
    assert covered(client, WRONG, found.range) == "private_dns_enabled = false"
    assert found.severity == lsp.DiagnosticSeverity.Warning and found.source == "vpcelint"
    assert found.code_description.href.endswith("/rules/private_dns_disabled.md")

    hover = await client.text_document_hover_async(lsp.HoverParams(text_document=document, position=position(client, WRONG, "var.vpc")))
    assert '"vpc-1"' in hover.contents.value and "default of variable vpc" in hover.contents.value
    hover = await client.text_document_hover_async(lsp.HoverParams(text_document=document, position=position(client, WRONG, '"aws_vpc_endpoint"')))
    assert "Interface, sqs" in hover.contents.value

    actions = await client.text_document_code_action_async(
        lsp.CodeActionParams(text_document=document, range=found.range, context=lsp.CodeActionContext(diagnostics=[found]))
    )
    # This client takes an action with a command for that command.
    assert any(it.title == "Explain private_dns_disabled" for it in actions)
    page = await client.workspace_execute_command_async(lsp.ExecuteCommandParams(command="vpcelint.explain", arguments=["private_dns_disabled"]))
    assert "## Bad" in page
    fix = next(it for it in actions if "private_dns_enabled = true" in it.title)
    assert "unsafe" in fix.title and fix.kind == lsp.CodeActionKind.QuickFix
    edits = fix.edit.document_changes[0].edits if fix.edit.document_changes else fix.edit.changes[uri]
    change = lsp.TextDocumentContentChangePartial(range=edits[0].range, text=edits[0].new_text)
    client.text_document_did_change(
        lsp.DidChangeTextDocumentParams(text_document=lsp.VersionedTextDocumentIdentifier(uri=uri, version=9999), content_changes=[change])
    )
    await until(client, lambda: "private_dns_disabled" not in rules(client, uri))

    hints = await client.text_document_inlay_hint_async(
        lsp.InlayHintParams(text_document=document, range=lsp.Range(start=start, end=lsp.Position(line=99, character=0)))
    )
    assert [it.label for it in hints] == ['= "com.amazonaws.eu-west-1.sqs"']

    client.text_document_did_change(
        lsp.DidChangeTextDocumentParams(
            text_document=lsp.VersionedTextDocumentIdentifier(uri=uri, version=10000),
            content_changes=[lsp.TextDocumentContentChangeWholeDocument(text=WRONG)],
        )
    )
    await until(client, lambda: "private_dns_disabled" in rules(client, uri))
    client.text_document_did_close(lsp.DidCloseTextDocumentParams(text_document=document))
    await until(client, lambda: not client.diagnostics[uri])
    assert not [it.message for it in client.log_messages if it.type <= lsp.MessageType.Warning]


def memory(process):
    """The resident set in MiB."""
    status = Path(f"/proc/{process.pid}/status").read_text(encoding="utf-8")
    return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024


@pytest.mark.asyncio
async def test_memory_stays_as_it_is(client):
    edits = int(os.environ.get("VPCELINT_EDITS", "400"))
    path = client.project / "main.tf"
    uri = path.as_uri()
    client.text_document_did_open(
        lsp.DidOpenTextDocumentParams(text_document=lsp.TextDocumentItem(uri=uri, language_id="terraform", version=1, text=WRONG))
    )
    await until(client, lambda: client.diagnostics.get(uri))
    at = position(client, WRONG, "false")
    words = ["false", "true"]
    sizes = []
    for round in range(edits):
        old, new = words[round % 2], words[(round + 1) % 2]
        end = lsp.Position(line=at.line, character=at.character + len(old))
        client.diagnostics.pop(uri, None)
        change = lsp.TextDocumentContentChangePartial(range=lsp.Range(start=at, end=end), text=new)
        client.text_document_did_change(
            lsp.DidChangeTextDocumentParams(
                text_document=lsp.VersionedTextDocumentIdentifier(uri=uri, version=round + 2), content_changes=[change]
            )
        )
        await until(client, lambda: uri in client.diagnostics)
        assert ("private_dns_disabled" in rules(client, uri)) == (new == "false")
        sizes.append(memory(client._server))
    quarter = len(sizes) // 4
    early, late = max(sizes[quarter : 2 * quarter]), max(sizes[-quarter:])
    print(f"{edits} edits: {early:.1f} MiB early, {late:.1f} MiB late")
    assert late < early * 1.1 + 2, sizes[:: max(1, edits // 20)]


def repository(root, files):
    """As `cargo bench` makes them: of ten directories one has a VPC with endpoints, eight are services, one is a module of these."""
    network = sorted((CRATE / "fixtures/_projects/small_vpc").glob("*.tf"))
    service = sorted((CRATE / "tests/bench/service").glob("*.tf"))
    module = sorted((CRATE / "tests/bench/module").glob("*.tf"))
    (root / ".git").mkdir(parents=True)
    written = number = 0
    while written < files:
        group, place = divmod(number, 10)
        name, texts = {0: ("network", network), 1: ("labels", module)}.get(place, (f"service-{place}", service))
        directory = root / f"team-{group}" / name
        directory.mkdir(parents=True)
        for text in texts[: files - written]:
            replaced = text.read_text(encoding="utf-8").replace("MODULE", "../labels").replace("NAME", f"service-{group}-{place}")
            (directory / text.name).write_text(replaced, encoding="utf-8")
            written += 1
        number += 1


def root_of_many(root, calls):
    """Modules of six files each, with faults, that one root calls: it passes a default on which may be replaced."""
    network = sorted((CRATE / "fixtures/_projects/small_vpc").glob("*.tf"))
    (root / ".git").mkdir(parents=True)
    text = '# All networks.\n\nvariable "dns" {\n  type    = bool\n  default = false\n}\n\nprovider "aws" {\n  region = "eu-west-1"\n}\n\n'
    for number in range(calls):
        directory = root / f"modules/vpc-{number}"
        directory.mkdir(parents=True)
        for file in network:
            (directory / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
        with (directory / "endpoints.tf").open("a", encoding="utf-8") as endpoints:
            endpoints.write('\nvariable "dns" {}\n\n' + WRONG_EVERYWHERE)
        text += f'module "vpc_{number}" {{\n  source = "./modules/vpc-{number}"\n  dns    = {"var.dns" if number == 0 else "false"}\n}}\n\n'
    (root / "main.tf").write_text(text, encoding="utf-8")


WRONG_EVERYWHERE = """resource "aws_vpc_endpoint" "sns" {
  vpc_id              = aws_vpc.main.id
  service_name        = "com.amazonaws.eu-west-1.sns"
  vpc_endpoint_type   = "Interface"
  subnet_ids          = ["subnet-1", "subnet-2"]
  private_dns_enabled = var.dns
}
"""


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("write", "size", "file"),
    [
        (repository, int(os.environ.get("VPCELINT_FILES", "300")), "team-0/network/endpoints.tf"),
        (root_of_many, int(os.environ.get("VPCELINT_CALLS", "50")), "main.tf"),
    ],
)
async def test_time_per_keystroke(tmp_path, write, size, file):
    """Printed, and held only to what no build and no machine may exceed."""
    write(tmp_path, size)
    client = handlers()
    await client.start_io(LINTER, "server")
    await client.initialize_session(
        lsp.InitializeParams(
            capabilities=client_capabilities("neovim@v0.11.0"), root_uri=tmp_path.as_uri(), initialization_options={"debounce": 0}
        )
    )
    path = tmp_path / file
    text = path.read_text(encoding="utf-8")
    document = lsp.TextDocumentItem(uri=path.as_uri(), language_id="terraform", version=1, text=text)
    client.text_document_did_open(lsp.DidOpenTextDocumentParams(text_document=document))
    await until(client, lambda: path.as_uri() in client.diagnostics)
    times = []
    start = lsp.Position(line=0, character=0)
    for version in range(2, 2 + int(os.environ.get("VPCELINT_EDITS", "60"))):
        client.diagnostics.pop(path.as_uri(), None)
        # A letter of a comment, then one of the code behind it.
        letter = "#" if version % 2 == 0 else ""
        end = start if letter else lsp.Position(line=0, character=1)
        change = lsp.TextDocumentContentChangePartial(range=lsp.Range(start=start, end=end), text=letter)
        began = time.perf_counter()
        client.text_document_did_change(
            lsp.DidChangeTextDocumentParams(
                text_document=lsp.VersionedTextDocumentIdentifier(uri=path.as_uri(), version=version), content_changes=[change]
            )
        )
        while path.as_uri() not in client.diagnostics:
            await asyncio.sleep(0)
        times.append(1000 * (time.perf_counter() - began))
    times.sort()
    print(f"{file}: {statistics.median(times):.1f} ms a keystroke, {times[len(times) * 9 // 10]:.1f} ms in one of ten")
    assert statistics.median(times) < 2000
    await client.shutdown_session()
