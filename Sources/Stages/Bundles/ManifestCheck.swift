import LatheCore

/// Checks a manifest against itself and against the feature sets it refers to.
///
/// Both the writer and the loader run it, so that what can be written can be read.
struct ManifestCheck {
  private let manifest: Manifest

  /// How far the weights' sum may be from one.
  static let weightTolerance = 1e-6
  /// Classes at most: their number times a block of rows is allocated at once.
  static let mostClasses = 10_000

  /// Checks `manifest` and its references into `features`.
  static func run(_ manifest: Manifest, features: [String: FeatureSetShape]) throws(BundlesError) {
    let check = ManifestCheck(manifest: manifest)
    try check.problem()
    try check.columns()
    try check.combination()
    try check.members()
    try check.references(to: features)
  }

  private func require(_ condition: Bool, _ reason: @autoclosure () -> String) throws(BundlesError) {
    guard condition else { throw .damaged(file: BundlePath.manifest, reason: reason()) }
  }

  private func problem() throws(BundlesError) {
    let problem = manifest.problem
    let classCount = problem.classes.count
    switch problem.task {
    case .binary: try require(classCount == 2, "a binary problem has two classes, not \(classCount)")
    case .multiclass:
      try require(classCount > 2, "a multi-class problem has three or more classes, not \(classCount)")
      try require(classCount <= Self.mostClasses, "more than \(Self.mostClasses) classes")
    case .regression: try require(classCount == 0, "a regression has no classes")
    }
    try require(Set(problem.classes).count == classCount, "two classes have one name")
    switch problem.loss {
    case .quantile(let level): try require(level > 0 && level < 1, "the quantile level \(level)")
    case .tweedie(let power): try require(power >= 1 && power < 2, "the Tweedie power \(power)")
    case .squaredError, .absoluteError, .poisson: break
    }
  }

  private func columns() throws(BundlesError) {
    let names = Set(manifest.inputs.map(\.name))
    try require(names.count == manifest.inputs.count, "two input columns have one name")
    try require(!names.contains(manifest.target.name), "the target is also an input")
  }

  private func combination() throws(BundlesError) {
    try require(!manifest.members.isEmpty, "there is no member")
    var sum = 0.0
    for member in manifest.members {
      try require(
        member.weight > 0 && member.weight.isFinite,
        "member \(member.id) has the weight \(member.weight)")
      sum += member.weight
    }
    try require(abs(sum - 1) <= Self.weightTolerance, "the members' weights add to \(sum), not to one")
    if let calibration = manifest.calibration {
      try require(calibration.fits(manifest.problem), "the calibration is for another problem")
    }
    if manifest.problem.isClassification {
      try require(manifest.decision.fits(manifest.problem), "the decision rule is for another problem")
    }
  }

  private func members() throws(BundlesError) {
    var ids: Set<String> = []
    for member in manifest.members {
      try require(BundlePath.isSafe(name: member.id), "\"\(member.id)\" cannot be the name of a member")
      try require(ids.insert(member.id).inserted, "two members are called \(member.id)")
      try require(!member.files.isEmpty, "member \(member.id) has no file")
      try require(Set(member.files).count == member.files.count, "member \(member.id) lists a file twice")
      for file in member.files {
        try require(BundlePath.isSafe(name: file), "\"\(file)\" cannot be the name of a member's file")
      }
      if case .log1p(let lower, let upper) = member.targetTransform {
        try require(
          manifest.problem.task == .regression && lower.isFinite && upper.isFinite && lower <= upper,
          "the target transform of member \(member.id)")
      }
    }
  }

  private func references(to features: [String: FeatureSetShape]) throws(BundlesError) {
    let inputs = Dictionary(uniqueKeysWithValues: manifest.inputs.map { ($0.name, $0) })
    for member in manifest.members {
      try require(
        features[member.featureSet] != nil,
        "member \(member.id) reads the feature set \"\(member.featureSet)\", which features.json does not have"
      )
    }
    let used = Set(manifest.members.map(\.featureSet))
    for (name, set) in features.sorted(by: { $0.key < $1.key }) {
      try require(used.contains(name), "no member reads the feature set \"\(name)\" of features.json")
      for column in set.inputs {
        try require(
          inputs[column.name]?.kind == column.kind,
          "the feature set \"\(name)\" reads the column \"\(column.name)\", which is no input of that kind")
      }
    }
  }
}
