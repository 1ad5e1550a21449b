/// A sampler or a scheduler by its name, with settings where they differ from the defaults.
///
/// In JSON it is the name alone, or `{"name": "tpe", "startup-trials": 20}`.
public struct StrategyChoice: Sendable, Hashable {
  /// A name of ``SamplerCatalog`` or ``SchedulerCatalog``.
  public var name: String
  /// Settings by their names. Words are joined by hyphens; underscores are understood too.
  public var settings: [String: ParameterValue]

  /// A strategy.
  public init(_ name: String, settings: [String: ParameterValue] = [:]) {
    self.name = name
    self.settings = settings
  }
}

extension StrategyChoice: ExpressibleByStringLiteral {
  /// A strategy with its defaults.
  public init(stringLiteral value: String) { self.init(value) }
}

extension StrategyChoice: CustomStringConvertible {
  /// The name, and the settings in brackets.
  public var description: String {
    guard !settings.isEmpty else { return name }
    let pairs = settings.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
    return "\(name) (\(pairs.joined(separator: ", ")))"
  }
}

extension StrategyChoice: Codable {
  private static let nameKey = "name"

  /// Reads a name, or an object with a name and settings.
  public init(from decoder: any Decoder) throws {
    if let name = try? decoder.singleValueContainer().decode(String.self) {
      self.init(name)
      return
    }
    var settings = try decoder.singleValueContainer().decode([String: ParameterValue].self)
    guard case .text(let name) = settings.removeValue(forKey: Self.nameKey) else {
      throw DecodingError.dataCorrupted(
        DecodingError.Context(
          codingPath: decoder.codingPath, debugDescription: "a strategy with settings needs its name"))
    }
    self.init(name, settings: settings)
  }

  /// Writes the name, or an object if there are settings.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if settings.isEmpty {
      try container.encode(name)
    } else {
      try container.encode(settings.merging([Self.nameKey: .text(name)]) { $1 })
    }
  }
}
