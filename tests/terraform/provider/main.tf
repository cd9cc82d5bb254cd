# The provider that Terraform plans with when tests ask it: `terraform init` here makes `.terraform/providers`, which is a mirror.
terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "5.100.0"
    }
  }
}
