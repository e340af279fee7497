//! What is written can be read again, column by column.

use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, UInt32Type};
use arrow_array::{Array, RecordBatch};
use arrow_ipc::reader::StreamReader;
use crosswire_columns::{Format, Table, Writer};
use serde_json::{Value, json};

fn written(table: Table, rows: Vec<Value>) -> Vec<RecordBatch> {
    let mut bytes = Vec::new();
    let mut writer = Writer::new(table, Format::Arrow, &mut bytes).unwrap();
    for row in rows {
        writer.push(row).unwrap();
    }
    writer.finish().unwrap();
    let reader = StreamReader::try_new(bytes.as_slice(), None).unwrap();
    assert_eq!(reader.schema().metadata()["crosswire.table"], table.name());
    assert_eq!(reader.schema().metadata()["crosswire.version"], "1");
    reader.map(Result::unwrap).collect()
}

#[test]
fn nested_rows() {
    let finding = json!({
        "story": "s", "label": "Ferry", "id": "f", "kind": "conflict", "about": "quantity",
        "between": "reports", "question": "How many?", "explanation": "3 is not 5.", "origins": 2,
        "confidence": 0.75, "assumptions": [], "changed": [],
        "values": [{"value": "3", "normal": {"low": 3.0, "high": null, "low_open": false,
                    "high_open": true, "unit": "person"}, "reports": ["a", "b"]},
                   {"value": "none", "normal": {}, "reports": []}],
        "evidence": [],
    });
    let batches = written(Table::Findings, vec![finding.clone(), finding]);
    let batch = &batches[0];
    assert_eq!(batch.num_rows(), 2);
    assert_eq!(
        batch["confidence"].as_primitive::<Float64Type>().value(1),
        0.75
    );
    let values = batch["values"].as_list::<i32>().value(1);
    let values = values.as_struct();
    assert_eq!(values.len(), 2);
    let normal = values["normal"].as_struct();
    assert_eq!(normal["low"].as_primitive::<Float64Type>().value(0), 3.0);
    assert!(normal["high"].is_null(0) && normal["unit"].is_null(1));
    assert_eq!(
        values["reports"]
            .as_list::<i32>()
            .value(0)
            .as_string::<i32>()
            .value(1),
        "b"
    );
}

#[test]
fn more_rows_than_a_batch_and_none_at_all() {
    let rows = (0..20_000).map(|i| json!({"report": "r", "block": 0, "token": i, "text": "é"}));
    let batches = written(Table::Tokens, rows.collect());
    assert!(batches.len() > 1);
    assert_eq!(
        batches.iter().map(RecordBatch::num_rows).sum::<usize>(),
        20_000
    );
    let last = batches.last().unwrap();
    let token = last["token"].as_primitive::<UInt32Type>();
    assert_eq!(token.value(token.len() - 1), 19_999);
    assert!(last["entity"].is_null(0));
    for table in Table::ALL {
        assert!(written(table, Vec::new()).is_empty());
        let mut bytes = Vec::new();
        let writer = Writer::new(table, Format::Parquet, &mut bytes).unwrap();
        writer.finish().unwrap();
        assert!(bytes.starts_with(b"PAR1") && bytes.ends_with(b"PAR1"));
    }
}
