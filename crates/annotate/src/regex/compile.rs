//! From a tree to the steps that a match takes.

use super::parse::Node;

/// The most steps that one alternative may have.
const STEPS: usize = 20_000;

#[derive(Debug)]
pub(super) struct Program {
    pub(super) ops: Vec<Op>,
}

#[derive(Debug)]
pub(super) enum Op {
    Char(char),
    Set(u16),
    /// Go on at the first; come back to the second when that fails.
    Split(u32, u32),
    Jump(u32),
    Start,
    End,
    /// `behind` holds the width in characters of a look-behind.
    Look {
        program: Program,
        behind: Option<usize>,
        negative: bool,
    },
    Match,
}

pub(super) fn compile(node: &Node) -> Result<Program, String> {
    let mut program = Program { ops: Vec::new() };
    program.add(node)?;
    program.ops.push(Op::Match);
    Ok(program)
}

impl Program {
    fn here(&self) -> u32 {
        self.ops.len() as u32
    }

    fn add(&mut self, node: &Node) -> Result<(), String> {
        if self.ops.len() > STEPS {
            return Err("pattern: too large".into());
        }
        match node {
            Node::Empty => {}
            Node::Char(c) => self.ops.push(Op::Char(*c)),
            Node::Set(set) => self.ops.push(Op::Set(*set)),
            Node::Start => self.ops.push(Op::Start),
            Node::End => self.ops.push(Op::End),
            Node::Cat(nodes) => nodes.iter().try_for_each(|node| self.add(node))?,
            Node::Alt(nodes) => {
                let mut jumps = Vec::new();
                for (i, node) in nodes.iter().enumerate() {
                    if i + 1 == nodes.len() {
                        self.add(node)?;
                        break;
                    }
                    let split = self.ops.len();
                    self.ops.push(Op::Split(self.here() + 1, 0));
                    self.add(node)?;
                    jumps.push(self.ops.len());
                    self.ops.push(Op::Jump(0));
                    self.ops[split] = Op::Split(split as u32 + 1, self.here());
                }
                for jump in jumps {
                    self.ops[jump] = Op::Jump(self.here());
                }
            }
            Node::Repeat { node, least, most } => {
                for _ in 0..*least {
                    self.add(node)?;
                }
                match most {
                    None => {
                        let split = self.ops.len();
                        self.ops.push(Op::Match);
                        self.add(node)?;
                        self.ops.push(Op::Jump(split as u32));
                        self.ops[split] = Op::Split(split as u32 + 1, self.here());
                    }
                    Some(most) => {
                        let mut splits = Vec::new();
                        for _ in *least..*most {
                            splits.push(self.ops.len());
                            self.ops.push(Op::Match);
                            self.add(node)?;
                        }
                        for split in splits {
                            self.ops[split] = Op::Split(split as u32 + 1, self.here());
                        }
                    }
                }
            }
            Node::Look {
                node,
                behind,
                negative,
            } => {
                let behind = behind.then(|| node.width().0);
                self.ops.push(Op::Look {
                    program: compile(node)?,
                    behind,
                    negative: *negative,
                });
            }
        }
        Ok(())
    }
}
