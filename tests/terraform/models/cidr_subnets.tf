# Calls of hashicorp/subnets.

module "nothing" {
  base_cidr_block = "10.0.0.0/16"
  networks        = []
}

module "named" {
  base_cidr_block = "10.0.0.0/8"
  networks = [
    { name = "a", new_bits = 8 },
    { name = "b", new_bits = 8 },
    { name = "c", new_bits = 4 },
    { name = "last", new_bits = 16 },
  ]
}

module "with_gap" {
  base_cidr_block = "10.1.0.0/16"
  networks = [
    { name = "first", new_bits = 4 },
    { name = null, new_bits = 4 },
    { name = "third", new_bits = 2 },
  ]
}

module "all_nameless" {
  base_cidr_block = "10.1.0.0/16"
  networks        = [{ name = null, new_bits = 8 }]
}

module "six" {
  base_cidr_block = "2001:db8::/32"
  networks        = [{ name = "a", new_bits = 32 }, { name = "b", new_bits = 16 }]
}
