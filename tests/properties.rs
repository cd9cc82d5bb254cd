//! Laws of the evaluator, over values, types and expressions that nobody thought of.

#![expect(
    clippy::unwrap_used,
    clippy::string_slice,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod asked;
mod grammar;
mod refinement;
mod scene;

use std::{collections::BTreeMap, fmt::Write as _};

use grammar::{Chance, Grammar, Node};
use proptest::{
    collection::{btree_map, vec},
    prelude::*,
    sample::Index,
    test_runner::RngSeed,
};
use refinement::refines;
use scene::Scene;
use serde_json::Value as Json;
use vpcelint::{
    eval::convert::{convert, unify},
    syntax::Name,
    value::{Kind, Type, Value, Why},
};

/// Types as deep as three levels, `any` among them.
fn types() -> impl Strategy<Value = Type> {
    let leaf = prop_oneof![
        3 => Just(Type::String),
        2 => Just(Type::Number),
        2 => Just(Type::Bool),
        1 => Just(Type::Any),
    ];
    leaf.prop_recursive(3, 16, 3, |inner| {
        prop_oneof![
            inner.clone().prop_map(Type::list),
            inner.clone().prop_map(Type::set),
            inner.clone().prop_map(Type::map),
            vec(inner.clone(), 0..3).prop_map(|elements| Type::Tuple(elements.into())),
            btree_map(names(), inner, 0..3).prop_map(Type::object),
        ]
    })
}

fn names() -> impl Strategy<Value = Name> {
    prop_oneof![Just("a"), Just("b"), Just("c")].prop_map(Name::from)
}

/// Values of a type; of `any`, a number, a tuple or null. Collections of `any` are empty: members have a type.
fn values(ty: &Type) -> BoxedStrategy<Value> {
    let known = match ty {
        Type::List(element) if element.has_any() => {
            Just(Value::list(Type::clone(element), Vec::new())).boxed()
        }
        Type::Set(element) if element.has_any() => {
            Just(Value::set(Type::clone(element), Vec::new())).boxed()
        }
        Type::Map(element) if element.has_any() => {
            Just(Value::map(Type::clone(element), BTreeMap::new())).boxed()
        }
        Type::Bool => any::<bool>().prop_map(Value::bool).boxed(),
        Type::Number => prop_oneof![Just(0_i64), Just(1), Just(-7), Just(443)]
            .prop_map(Value::number)
            .boxed(),
        Type::String => prop_oneof![Just(""), Just("true"), Just("1"), Just("a"), Just("é")]
            .prop_map(Value::string)
            .boxed(),
        Type::Any => prop_oneof![
            Just(Value::number(1_i64)),
            Just(Value::tuple(vec![Value::string("x")])),
            Just(Value::null(Type::Any)),
        ]
        .boxed(),
        Type::List(element) => {
            let element = Type::clone(element);
            vec(values(&element), 0..3)
                .prop_map(move |items| Value::list(element.clone(), items))
                .boxed()
        }
        Type::Set(element) => {
            let element = Type::clone(element);
            vec(values(&element), 0..3)
                .prop_map(move |items| Value::set(element.clone(), items))
                .boxed()
        }
        Type::Map(element) => {
            let element = Type::clone(element);
            btree_map(names(), values(&element), 0..3)
                .prop_map(move |entries| Value::map(element.clone(), entries))
                .boxed()
        }
        Type::Tuple(elements) => {
            let elements: Vec<_> = elements.iter().map(values).collect();
            elements.prop_map(Value::tuple).boxed()
        }
        Type::Object(fields) => {
            let names: Vec<Name> = fields.keys().cloned().collect();
            let values: Vec<_> = fields.values().map(|field| values(&field.ty)).collect();
            values
                .prop_map(move |values| {
                    Value::object(
                        names
                            .iter()
                            .cloned()
                            .zip(values)
                            .collect::<BTreeMap<_, _>>(),
                    )
                })
                .boxed()
        }
    };
    let null = Just(Value::null(ty.clone()));
    prop_oneof![12 => known, 1 => null].boxed()
}

/// What can be seen of a value.
fn seen(value: &Value) -> (Json, Json, Type) {
    let (json, unknown) = value.to_json();
    (json, unknown, value.ty())
}

/// The value with one of its leaves unknown.
fn forget(value: &Value, which: Index) -> Value {
    fn leaves(value: &Value) -> usize {
        match &value.kind {
            Kind::Sequence(sequence) => sequence.items.iter().map(leaves).sum::<usize>().max(1),
            Kind::Mapping(mapping) => mapping.entries.values().map(leaves).sum::<usize>().max(1),
            _ => 1,
        }
    }
    fn without(value: &Value, left: &mut usize) -> Value {
        let mut value = value.clone();
        match &mut value.kind {
            Kind::Sequence(sequence) if !sequence.items.is_empty() => {
                let items: Vec<Value> = sequence.items.iter().map(|it| without(it, left)).collect();
                Value::sequence(sequence.form.clone(), items, None)
            }
            Kind::Mapping(mapping) if !mapping.entries.is_empty() => {
                let entries = mapping.entries.iter();
                let entries = entries.map(|(name, it)| (name.clone(), without(it, left)));
                Value::mapping(mapping.form.clone(), entries.collect(), None)
            }
            _ => {
                let hit = *left == 0;
                *left = left.wrapping_sub(1);
                if hit {
                    Value::unknown(value.ty(), Why::Condition)
                } else {
                    value
                }
            }
        }
    }
    without(value, &mut which.index(leaves(value)))
}

/// What the unknown of the grammar's module may turn out to be.
const GIVEN: [&str; 4] = ["0", "true", "a,b", r#"[\"a\", \"b\"]"#];

/// The module of random expressions, with its unknown and with that given.
struct Modules(Scene);

impl Modules {
    fn new(name: &str) -> Self {
        let scene = Scene::new(name);
        scene.write("unknown/main.tf", grammar::MODULE);
        for (index, given) in GIVEN.iter().enumerate() {
            let variable = format!("variable \"given\" {{\n  default = \"{given}\"\n}}\n");
            let module = variable + &grammar::complete(grammar::MODULE);
            scene.write(&format!("given/{index}/main.tf"), module);
        }
        for (name, text) in grammar::FILES {
            scene.write(&format!("unknown/{name}"), text);
            for index in 0..GIVEN.len() {
                scene.write(&format!("given/{index}/{name}"), text);
            }
        }
        Self(scene)
    }

    fn answers(&self, directory: &str, expressions: &[String]) -> Vec<Json> {
        asked::answers(&self.0.0.join(directory), ".", expressions)
    }

    /// For each expression what contradicts its value before the unknown is known, once it is.
    fn contradictions(&self, expressions: &[String]) -> Vec<Option<String>> {
        let before = self.answers("unknown", expressions);
        let mut found = vec![None; expressions.len()];
        let complete: Vec<String> = expressions.iter().map(|it| grammar::complete(it)).collect();
        for (index, given) in GIVEN.iter().enumerate() {
            let after = self.answers(&format!("given/{index}"), &complete);
            for (place, (before, after)) in before.iter().zip(after).enumerate() {
                // A type that does not fit is refused even where the value that has it is not needed, or fails.
                let refused = before["error"] != Json::Null || after["error"] != Json::Null;
                let holds =
                    refused || refines(&before["value"], &before["unknown"], &after["value"]);
                if !holds {
                    found[place] = Some(format!("given {given}: {before}\n{after}"));
                }
            }
        }
        found
    }
}

/// The same expressions in every run, unless `VPCELINT_SEED` asks for others: a test that fails one day in thirty blames a
/// change that is not at fault.
fn seed() -> RngSeed {
    let asked = std::env::var("VPCELINT_SEED").ok();
    RngSeed::Fixed(asked.and_then(|it| it.parse().ok()).unwrap_or(1))
}

/// A few hundred expressions of that seed.
fn expressions(seed: u64) -> Vec<Node> {
    let (grammar, mut chance) = (Grammar::new(&[], 1), Chance(seed));
    (0..300).map(|_| grammar.expression(&mut chance)).collect()
}

fn texts(nodes: &[Node]) -> Vec<String> {
    nodes.iter().map(Node::text).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn converting_twice_changes_nothing((value, to) in types().prop_flat_map(|from| (values(&from), types()))) {
        if let Ok(once) = convert(&value, &to) {
            let twice = convert(&once, &to).unwrap();
            prop_assert_eq!(seen(&once), seen(&twice));
        }
    }

    #[test]
    fn a_common_type_does_not_depend_on_the_order(mut all in vec(types(), 2..4), turn in any::<Index>()) {
        let before = unify(&all);
        let places = turn.index(all.len());
        all.rotate_left(places);
        prop_assert_eq!(&before, &unify(&all));
        all.reverse();
        prop_assert_eq!(&before, &unify(&all));
    }

    #[test]
    fn a_common_type_with_itself_is_the_type(ty in types()) {
        prop_assert_eq!(unify(&[ty.clone(), ty.clone()]), Some(ty));
    }

    #[test]
    fn converting_what_is_less_known_makes_nothing_more_known(
        (value, to) in types().prop_flat_map(|from| (values(&from), types())),
        which in any::<Index>(),
    ) {
        // What Terraform refuses says nothing of what is known.
        if let (Ok(whole), Ok(less)) = (convert(&value, &to), convert(&forget(&value, which), &to)) {
            let (json, unknown) = less.to_json();
            prop_assert!(refines(&json, &unknown, &whole.to_json().0), "{} became {}", json, whole.to_json().0);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4, failure_persistence: None, max_shrink_iters: 0, rng_seed: seed(), ..ProptestConfig::default() })]

    #[test]
    fn knowing_less_never_makes_more_known(seed in any::<u64>()) {
        let (modules, grammar) = (Modules::new(&format!("less-{seed}")), Grammar::new(&[], 1));
        let nodes = expressions(seed);
        let contradictions = modules.contradictions(&texts(&nodes));
        let found = nodes.into_iter().zip(contradictions);
        if let Some((mut node, Some(mut why))) = found.into_iter().find(|(_, why)| why.is_some()) {
            // The smallest expression that still shows it.
            loop {
                let smaller = grammar.smaller(&node);
                let contradictions = modules.contradictions(&texts(&smaller));
                let Some((less, Some(found))) =
                    smaller.into_iter().zip(contradictions).find(|(_, why)| why.is_some())
                else {
                    break;
                };
                (node, why) = (less, found);
            }
            prop_assert!(false, "{}\n{}", node.text(), why);
        }
    }

    #[test]
    fn the_order_of_evaluation_does_not_matter(seed in any::<u64>()) {
        let modules = Modules::new(&format!("order-{seed}"));
        let texts = texts(&expressions(seed));
        let answers = modules.answers("unknown", &texts);
        let mut main = String::from(grammar::MODULE) + "locals {\n";
        let mut names = Vec::new();
        for (index, (text, answer)) in texts.iter().zip(answers).enumerate() {
            // One that is refused would refuse the whole list.
            if answer["error"].is_null() {
                let _ = writeln!(main, "  e{index} = {text}");
                names.push(format!("local.e{index}"));
            }
        }
        modules.0.write("unknown/main.tf", main + "}\n");
        let all = |names: &[String]| {
            modules.answers("unknown", &[format!("[{}]", names.join(", "))]).remove(0)
        };
        let members = |answer: &Json, name: &str| answer[name].as_array().unwrap().clone();
        let forwards = all(&names);
        names.reverse();
        let backwards = all(&names);
        for part in ["value", "unknown"] {
            let mut reversed = members(&backwards, part);
            reversed.reverse();
            prop_assert_eq!(members(&forwards, part), reversed);
        }
    }
}
