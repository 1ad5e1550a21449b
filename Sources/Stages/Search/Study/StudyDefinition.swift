import Foundation

/// Which results are good ones.
public enum Direction: String, Codable, Sendable, CaseIterable {
  /// Small ones.
  case minimize
  /// Large ones.
  case maximize

  /// The result as a loss: smaller is better.
  public func loss(_ value: Double) -> Double { self == .minimize ? value : -value }
}

/// What a study is about; what all its workers agree on.
public struct StudyDefinition: Codable, Sendable {
  /// A name, unique in its storage.
  public var name: String
  /// One for each objective.
  public var directions: [Direction]
  /// The parameters known so far; all of them, if the space was declared.
  public var space: SearchSpace
  /// Whether the space was declared; otherwise it grows with what trials suggest.
  public var isSpaceDeclared: Bool
  /// The seed of every random choice.
  public var seed: UInt64
  /// The last step of a trial that is not stopped early; `nil` if trials have no steps, or nobody knows.
  public var maximumStep: Int?
  /// When it was created.
  public var created: Date
  /// Notes of the user and of the tools.
  public var attributes: [String: String]

  /// A study.
  public init(
    name: String, directions: [Direction] = [.minimize], space: SearchSpace? = nil, seed: UInt64 = 0,
    maximumStep: Int? = nil, created: Date = Date(), attributes: [String: String] = [:]
  ) {
    self.name = name
    self.directions = directions
    self.space = space ?? .empty
    isSpaceDeclared = space != nil
    self.seed = seed
    self.maximumStep = maximumStep
    self.created = created
    self.attributes = attributes
  }
}
