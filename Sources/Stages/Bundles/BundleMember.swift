import Models

/// One model of a bundle's ensemble.
public struct BundleMember: Codable, Sendable, Hashable {
  /// Its name in the bundle, and that of its folder `members/ID`: letters, digits, `.`, `_`, `-`.
  public var id: String
  /// The learner's name, e.g. `boosted-trees-r13`; members of one bag share it.
  public var name: String
  /// The family, as the report calls it.
  public var family: String
  /// Which reader its files are for.
  public var kind: ModelKind
  /// Its positive share of the answer; the weights of all members add to one.
  public var weight: Double
  /// The key in `features.json` of the transforms that make its inputs.
  public var featureSet: String
  /// The names of its files in its folder.
  public var files: [String]
  /// The scale on which it learnt the target; only regressions have another than the identity.
  public var targetTransform: TargetTransform
  /// The hyper-parameters, for the record.
  public var parameters: [String: String]
  /// The iterations it keeps, where its family has any.
  public var iterations: Int?

  /// The member `id` whose model is stored as `artifact`.
  public init(
    id: String, name: String, family: String, weight: Double, featureSet: String,
    artifact: ModelArtifact, targetTransform: TargetTransform = .identity,
    parameters: [String: String] = [:], iterations: Int? = nil
  ) {
    self.id = id
    self.name = name
    self.family = family
    self.kind = artifact.kind
    self.weight = weight
    self.featureSet = featureSet
    self.files = artifact.files.keys.sorted()
    self.targetTransform = targetTransform
    self.parameters = parameters
    self.iterations = iterations
  }
}
