//! Repositories of any size: of ten directories one has a VPC with endpoints, eight are services of other teams, and one is a module
//! that the services call.

use std::{fs, path::Path};

/// How many directories share a module.
const GROUP: usize = 10;

const NETWORK: [(&str, &str); 6] = [
    (
        "endpoints.tf",
        include_str!("../../fixtures/_projects/small_vpc/endpoints.tf"),
    ),
    (
        "network.tf",
        include_str!("../../fixtures/_projects/small_vpc/network.tf"),
    ),
    (
        "orders.tf",
        include_str!("../../fixtures/_projects/small_vpc/orders.tf"),
    ),
    (
        "security_groups.tf",
        include_str!("../../fixtures/_projects/small_vpc/security_groups.tf"),
    ),
    (
        "variables.tf",
        include_str!("../../fixtures/_projects/small_vpc/variables.tf"),
    ),
    (
        "versions.tf",
        include_str!("../../fixtures/_projects/small_vpc/versions.tf"),
    ),
];

const SERVICE: [(&str, &str); 6] = [
    ("main.tf", include_str!("service/main.tf")),
    ("tasks.tf", include_str!("service/tasks.tf")),
    ("iam.tf", include_str!("service/iam.tf")),
    ("storage.tf", include_str!("service/storage.tf")),
    ("variables.tf", include_str!("service/variables.tf")),
    ("outputs.tf", include_str!("service/outputs.tf")),
];

const MODULE: [(&str, &str); 1] = [("main.tf", include_str!("module/main.tf"))];

/// Writes a repository with so many files.
pub(crate) fn write(root: &Path, files: usize) {
    fs::create_dir_all(root.join(".git")).unwrap();
    let mut written = 0;
    for number in 0.. {
        let (group, place) = (number / GROUP, number % GROUP);
        // The module comes second, so that small repositories have one.
        let (name, texts) = match place {
            0 => ("network".to_owned(), &NETWORK[..]),
            1 => ("labels".to_owned(), &MODULE[..]),
            _ => (format!("service-{place}"), &SERVICE[..]),
        };
        let directory = root.join(format!("team-{group}/{name}"));
        fs::create_dir_all(&directory).unwrap();
        for (file, text) in texts {
            if written == files {
                return;
            }
            let text = text
                .replace("MODULE", "../labels")
                .replace("NAME", &format!("service-{group}-{place}"));
            fs::write(directory.join(file), text).unwrap();
            written += 1;
        }
    }
}
