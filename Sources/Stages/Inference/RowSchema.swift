import Bundles
import LatheCore

/// Makes frames of single rows in the shape that the training data had.
struct RowSchema: Sendable {
  private struct Input: Sendable {
    let schema: ColumnSchema
    /// How false and true are spelled.
    let booleans: (no: String, yes: String)
  }

  private let inputs: [Input]

  init(_ bundle: ModelBundle) {
    inputs = zip(bundle.manifest.inputs, bundle.reference.columns).map { schema, sketch in
      var booleans = (no: "false", yes: "true")
      if schema.kind == .boolean, let levels = sketch.levels, levels.count == 2 {
        booleans = (levels[0].name, levels[1].name)
      }
      return Input(schema: schema, booleans: booleans)
    }
  }

  /// A frame of one row; columns that `row` lacks are left out, and what it has besides is ignored.
  func frame(_ row: [String: InputValue]) throws(CoreError) -> DataFrame {
    var columns: [Column] = []
    columns.reserveCapacity(inputs.count)
    for input in inputs {
      guard let value = row[input.schema.name] else { continue }
      columns.append(
        Column(name: input.schema.name, kind: input.schema.kind, values: values(value, of: input)))
    }
    return try DataFrame(columns: columns)
  }

  /// One value, stored as training had it where that is possible; the transforms read the rest as well as they can.
  private func values(_ value: InputValue, of input: Input) -> Column.Values {
    switch (value, input.schema.kind) {
    case (.number(let number), .date), (.number(let number), .dateTime): .instants([Self.finite(number)])
    case (.number(let number), _): .numbers([Self.finite(number)])
    case (.missing, .integer), (.missing, .float): .numbers([.nan])
    case (.missing, .date), (.missing, .dateTime): .instants([.nan])
    case (.missing, .text): .texts(TextValues([nil]))
    case (.missing, _): .categories(CategoricalValues(codes: [-1], levels: []))
    case (.boolean(let isTrue), .integer), (.boolean(let isTrue), .float): .numbers([isTrue ? 1 : 0])
    case (.boolean(let isTrue), _):
      .categories(CategoricalValues(codes: [0], levels: [isTrue ? input.booleans.yes : input.booleans.no]))
    case (.text(let text), .text): .texts(TextValues([text]))
    case (.text(let text), _): .categories(CategoricalValues(codes: [0], levels: [text]))
    }
  }

  private static func finite(_ number: Double) -> Double { number.isFinite ? number : .nan }
}
