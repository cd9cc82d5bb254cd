# The policy that an interface endpoint of versions before 3.0 takes.

variable "NAME_endpoint_policy" {
  type    = string
  default = null
}
