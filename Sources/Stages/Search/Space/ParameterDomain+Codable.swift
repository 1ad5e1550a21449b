extension ParameterDomain: Codable {
  private enum CodingKeys: String, CodingKey {
    case type, low, high, log, step, choices
  }

  /// Reads `{"type": "float", "low": …, "high": …, "log": …, "step": …}` and its relatives; see
  /// `Documentation/search-space.md`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let scale: Scale =
      try container.decodeIfPresent(Bool.self, forKey: .log) ?? false ? .logarithmic : .linear
    switch try container.decode(String.self, forKey: .type) {
    case "float":
      self = .float(
        low: try container.decode(Double.self, forKey: .low),
        high: try container.decode(Double.self, forKey: .high),
        scale: scale, step: try container.decodeIfPresent(Double.self, forKey: .step))
    case "int", "integer":
      self = .integer(
        low: try container.decode(Int.self, forKey: .low),
        high: try container.decode(Int.self, forKey: .high),
        scale: scale, step: try container.decodeIfPresent(Int.self, forKey: .step) ?? 1)
    case "cat", "categorical":
      self = .categorical(try container.decode([ParameterValue].self, forKey: .choices))
    case "ordinal":
      self = .ordinal(try container.decode([ParameterValue].self, forKey: .choices))
    case "bool", "boolean":
      self = .boolean
    case let other:
      throw DecodingError.dataCorruptedError(
        forKey: .type, in: container,
        debugDescription:
          "\"\(other)\" is no type of parameter; there are float, integer, categorical, ordinal and boolean")
    }
  }

  /// Writes the form that `init(from:)` reads.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .float(let low, let high, let scale, let step):
      try container.encode("float", forKey: .type)
      try container.encode(low, forKey: .low)
      try container.encode(high, forKey: .high)
      if scale == .logarithmic { try container.encode(true, forKey: .log) }
      try container.encodeIfPresent(step, forKey: .step)
    case .integer(let low, let high, let scale, let step):
      try container.encode("integer", forKey: .type)
      try container.encode(low, forKey: .low)
      try container.encode(high, forKey: .high)
      if scale == .logarithmic { try container.encode(true, forKey: .log) }
      if step != 1 { try container.encode(step, forKey: .step) }
    case .categorical(let choices):
      try container.encode("categorical", forKey: .type)
      try container.encode(choices, forKey: .choices)
    case .ordinal(let choices):
      try container.encode("ordinal", forKey: .type)
      try container.encode(choices, forKey: .choices)
    case .boolean: try container.encode("boolean", forKey: .type)
    }
  }
}
