//! The page of a rule, for whoever asks what a finding means.

use lsp_types::{Command, MessageType, ShowDocumentParams, request::ShowDocument};
use serde_json::{Value as Json, json};

use super::client::Client;
use crate::rules::{self, Rule};

/// The command. Its argument is the id of a rule; what it gives is the page in Markdown.
pub(super) const COMMAND: &str = "vpcelint.explain";

/// What asks for the page of a rule.
pub(super) fn command(rule: &Rule) -> Command {
    Command {
        title: format!("Explain {}", rule.id),
        command: COMMAND.to_owned(),
        arguments: Some(vec![Json::from(rule.id)]),
    }
}

/// Shows the page, on the web where the client can show that, else its beginning; and gives it back.
pub(super) fn explain(client: &Client, arguments: &[Json]) -> Result<Json, String> {
    let id = arguments.first().and_then(Json::as_str);
    let id = id.ok_or("the argument must be the id of a rule")?;
    let rule = rules::find(id).map_err(|_| format!("there is no rule `{id}`"))?;
    let url = rule.url();
    match url.parse() {
        Ok(uri) if client.can.show_document => {
            client.ask::<ShowDocument>(ShowDocumentParams {
                uri,
                external: Some(true),
                take_focus: None,
                selection: None,
            });
        }
        _ => {
            let why = rule.page.text.split("\n\n").next().unwrap_or_default();
            client.show(
                MessageType::INFO,
                format!("{}: {}\n\n{why}\n\n{url}", rule.id, rule.page.title),
            );
        }
    }
    Ok(json!(page(rule)))
}

/// The page in Markdown, with what its front matter says.
pub(super) fn page(rule: &Rule) -> String {
    let page = &rule.page;
    let fix = page.fix.map_or("no", crate::finding::Safety::name);
    format!(
        "# {}\n\n{} ({}, {}, {fix} fix)\n\n{}\n\n<{}>\n",
        rule.id,
        page.title,
        page.severity.name(),
        page.category.name(),
        page.text.trim_end(),
        rule.url()
    )
}
