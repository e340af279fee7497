//! A network's weights as thinc saves them: lists of nodes, of their attributes and of their parameters.

use crate::error::Fault;
use crate::msgpack::{self, Value};

/// A saved network.
pub(crate) struct Network<'a> {
    nodes: Vec<Node<'a>>,
}

/// One layer of a saved network.
pub(crate) struct Node<'a> {
    index: usize,
    name: &'a str,
    attributes: &'a Value<'a>,
    parameters: &'a Value<'a>,
}

impl<'a> Network<'a> {
    pub(crate) fn new(file: &'a Value<'a>) -> Result<Network<'a>, Fault> {
        let list = |name: &str| {
            file.get(name)
                .and_then(Value::as_array)
                .ok_or_else(|| Fault::new(name, "is missing or not a list"))
        };
        let (nodes, attributes, parameters) = (list("nodes")?, list("attrs")?, list("params")?);
        if nodes.len() != attributes.len() || nodes.len() != parameters.len() {
            return Err(Fault::new("nodes, attrs, params", "are not of one length"));
        }
        let nodes = nodes.iter().zip(attributes).zip(parameters).enumerate();
        let nodes = nodes.map(|(index, ((node, attributes), parameters))| {
            let name = node.get("name").and_then(Value::as_str);
            let name =
                name.ok_or_else(|| Fault::new(format!("nodes[{index}].name"), "is missing"))?;
            Ok(Node {
                index,
                name,
                attributes,
                parameters,
            })
        });
        Ok(Network {
            nodes: nodes.collect::<Result<_, _>>()?,
        })
    }

    /// The layers of one kind, in the file's order; there must be `count`.
    pub(crate) fn named(&self, name: &str, count: usize) -> Result<Vec<&Node<'a>>, Fault> {
        let found: Vec<_> = self.nodes.iter().filter(|node| node.name == name).collect();
        if found.len() != count {
            return Err(Fault::new(
                "nodes",
                format!("{} layers `{name}` where {count} belong", found.len()),
            ));
        }
        Ok(found)
    }

    /// The layers of one kind, however many.
    pub(crate) fn named_any(&self, name: &str) -> impl Iterator<Item = &Node<'a>> {
        self.nodes.iter().filter(move |node| node.name == name)
    }
}

impl<'a> Node<'a> {
    /// An attribute, which is MessagePack within MessagePack.
    pub(crate) fn attribute(&self, name: &str) -> Result<Value<'a>, Fault> {
        let field = format!("attrs[{}].{name}", self.index);
        match self.attributes.get(name) {
            Some(Value::Bin(bytes)) => {
                msgpack::parse(bytes).map_err(|fault| Fault::new(field, fault.message))
            }
            _ => Err(Fault::new(field, "is missing")),
        }
    }

    /// Requires an attribute to have a value.
    pub(crate) fn expect(&self, name: &str, expected: &Value<'_>) -> Result<(), Fault> {
        let found = self.attribute(name)?;
        if found == *expected {
            return Ok(());
        }
        Err(Fault::new(
            format!("attrs[{}].{name}", self.index),
            format!("is {found:?} where {expected:?} belongs"),
        ))
    }

    /// A parameter of exactly this shape, row-major.
    pub(crate) fn floats(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>, Fault> {
        let field = format!("params[{}].{name}", self.index);
        let array = self
            .parameters
            .get(name)
            .ok_or_else(|| Fault::new(&field, "is missing"))?;
        let wrong = |message: String| Fault::new(&field, message);
        if array.get("type").and_then(Value::as_str) != Some("<f4") {
            return Err(wrong(
                "is not an array of little-endian 32-bit floats".into(),
            ));
        }
        let found = array
            .get("shape")
            .and_then(Value::as_array)
            .unwrap_or_default();
        let found: Vec<_> = found
            .iter()
            .map(|n| n.as_u64().unwrap_or(u64::MAX) as usize)
            .collect();
        if found != shape {
            return Err(wrong(format!(
                "has shape {found:?} where {shape:?} belongs"
            )));
        }
        let Some(Value::Bin(data)) = array.get("data") else {
            return Err(wrong("has no data".into()));
        };
        floats(data, shape.iter().product()).map_err(wrong)
    }
}

/// Little-endian floats, all of them finite.
pub(crate) fn floats(bytes: &[u8], count: usize) -> Result<Vec<f32>, String> {
    if bytes.len() != count * 4 {
        return Err(format!(
            "holds {} bytes where {} belong",
            bytes.len(),
            count * 4
        ));
    }
    let (words, _) = bytes.as_chunks::<4>();
    let values: Vec<f32> = words.iter().map(|word| f32::from_le_bytes(*word)).collect();
    match values.iter().position(|value| !value.is_finite()) {
        Some(at) => Err(format!("number {at} is not finite")),
        None => Ok(values),
    }
}
