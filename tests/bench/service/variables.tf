variable "environment" {
  description = "What this is: production, staging or development."
  type        = string
  default     = "development"

  validation {
    condition     = contains(["production", "staging", "development"], var.environment)
    error_message = "There is no environment of that name."
  }
}

variable "tags" {
  description = "Tags of everything."
  type        = map(string)
  default     = {}
}

variable "ports" {
  description = "The ports on which the service listens."
  type        = list(number)
  default     = [8080, 8443]
}

variable "queues" {
  description = "Queues and what differs in them from the others."
  type = map(object({
    delay     = optional(number)
    retention = optional(number)
  }))
  default = {
    default = {}
    slow    = { delay = 60, retention = 1209600 }
  }
}

variable "cluster" {
  description = "The cluster in which the service runs."
  type        = string
  default     = "arn:aws:ecs:eu-west-1:111122223333:cluster/shared"
}

variable "registry" {
  description = "Where images are."
  type        = string
  default     = "111122223333.dkr.ecr.eu-west-1.amazonaws.com"
}

variable "image_tag" {
  description = "The image to run."
  type        = string
}

variable "key_arn" {
  description = "The key of buckets."
  type        = string
  default     = null
}
