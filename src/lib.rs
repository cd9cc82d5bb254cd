//! The linter for VPC endpoints in Terraform and OpenTofu.
