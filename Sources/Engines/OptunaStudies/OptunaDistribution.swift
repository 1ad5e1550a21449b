import Foundation
import Search

/// A distribution as Optuna stores it in JSON.
struct OptunaDistribution {
  /// The values there are.
  let domain: ParameterDomain
  private let choices: [ParameterValue]

  private struct Document: Decodable {
    struct Attributes: Decodable {
      var low: Double?
      var high: Double?
      var log: Bool?
      var step: Double?
      var choices: [Choice]?
    }
    let name: String
    let attributes: Attributes
  }

  /// A choice: a name, a number, a boolean, or `null`.
  private struct Choice: Decodable {
    let value: ParameterValue

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      value = container.decodeNil() ? .text("null") : try container.decode(ParameterValue.self)
    }
  }

  /// Reads a distribution; `nil` if it is not known.
  init?(_ json: String) {
    guard let document = try? JSONDecoder().decode(Document.self, from: Data(json.utf8)) else { return nil }
    let attributes = document.attributes
    let scale: ParameterDomain.Scale = attributes.log ?? false ? .logarithmic : .linear
    switch (document.name, attributes.low, attributes.high) {
    case ("FloatDistribution", let low?, let high?):
      domain = .float(low: low, high: high, scale: scale, step: attributes.step)
    case ("IntDistribution", let low?, let high?):
      guard let low = Int(exactly: low), let high = Int(exactly: high),
        let step = Int(exactly: attributes.step ?? 1)
      else { return nil }
      domain = .integer(low: low, high: high, scale: scale, step: step)
    case ("CategoricalDistribution", _, _):
      guard let choices = attributes.choices?.map(\.value), !choices.isEmpty else { return nil }
      domain = .categorical(choices)
      self.choices = choices
      return
    default: return nil
    }
    choices = []
  }

  /// A stored number as a value: for choices it is an index.
  func value(_ number: Double) -> ParameterValue? {
    switch domain {
    case .float: return number.isFinite ? .number(number) : nil
    case .integer: return Int(exactly: number).map(ParameterValue.integer)
    default:
      guard let index = Int(exactly: number), choices.indices.contains(index) else { return nil }
      return choices[index]
    }
  }
}
