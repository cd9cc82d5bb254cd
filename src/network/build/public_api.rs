//! APIs of API Gateway: which of them have public names.

use super::{Builder, blocks, flag, is_unset, member};
use crate::{
    eval::Instance,
    network::{Fact, PublicApis, fact::unknown_part, public_api::Api},
    value::{Kind, Value, Why},
};

impl<'p> Builder<'_, 'p> {
    /// `aws_api_gateway_rest_api`, `aws_apigatewayv2_api`, and whether names of their own are made.
    pub(super) fn public_apis(&self) -> PublicApis {
        let names = [
            "aws_api_gateway_domain_name",
            "aws_apigatewayv2_domain_name",
        ];
        PublicApis {
            apis: self.each(
                &["aws_api_gateway_rest_api", "aws_apigatewayv2_api"],
                |it, instance| Api {
                    resource: it.resource(instance),
                    public: it.has_public_name(instance),
                },
            ),
            has_custom_domain: self.of(&names).next().is_some(),
        }
    }

    /// An API has one unless it is private or does without.
    fn has_public_name(&self, instance: &Instance<'p>) -> Fact<bool> {
        let switch = "disable_execute_api_endpoint";
        let value = instance.attribute(switch);
        let off = if is_unset(instance, switch, &value) {
            Some(false)
        } else {
            flag(&value)
        };
        let types = types_of(instance);
        let place = self.place(instance, "", &Value::null(crate::value::Type::Any));
        // What is imported from a specification may be set in there.
        let answer = match (off, types) {
            (Some(true), _) | (_, Ok(true)) => Ok(false),
            (Some(false), Ok(false)) if instance.sets("body") => Err(Why::Condition),
            (Some(false), Ok(false)) => Ok(true),
            (None, _) => Err(unknown_part(&value)),
            (_, Err(why)) => Err(why),
        };
        Fact::new(answer, place)
    }
}

/// Whether an API is of type `PRIVATE`.
fn types_of(instance: &Instance<'_>) -> Result<bool, Why> {
    let value = instance.attribute("endpoint_configuration");
    if instance.ty() == "aws_apigatewayv2_api"
        || is_unset(instance, "endpoint_configuration", &value)
    {
        return Ok(false);
    }
    let (found, open) = blocks(&value);
    if let Some(why) = open {
        return Err(why);
    }
    for block in found {
        let types = member(&block, "types");
        match &types.kind {
            Kind::Sequence(list) if list.rest.is_none() => {
                for ty in list.items.iter() {
                    let ty = ty.as_str().ok_or_else(|| unknown_part(ty))?;
                    if &**ty == "PRIVATE" {
                        return Ok(true);
                    }
                }
            }
            Kind::Null(_) => {}
            _ => return Err(unknown_part(&types)),
        }
    }
    Ok(false)
}
