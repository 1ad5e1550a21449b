import Features
import Learners
import Search

/// The families that can be tuned, as one search space: which family, and with it its hyper-parameters.
struct CandidateSpace: Sendable {
  /// A family with a search space of its own.
  enum Family: String, Sendable, CaseIterable {
    case boostedTrees = "boosted-trees"
    case randomForest = "random-forest"
    case extraTrees = "extra-trees"
    case supportVectors = "svm-radial"
  }

  private static let familyName = "family"

  let families: [Family]
  let space: SearchSpace
  private let hasCategories: Bool

  /// The space of `families`.
  init(families: [Family], hasCategories: Bool) throws(SearchError) {
    self.families = families
    self.hasCategories = hasCategories
    var parameters = [
      Parameter(Self.familyName, .categorical(families.map { .text($0.rawValue) }))
    ]
    func add<Settings>(_ family: Family, _ tunable: [TunableParameter<Settings>]) {
      parameters += tunable.map { parameter in
        Parameter(
          Self.name(family, parameter.name), parameter.domain,
          if: .init(Self.familyName, isOneOf: [.text(family.rawValue)]))
      }
    }
    for family in families {
      switch family {
      case .boostedTrees: add(family, Self.boosting(hasCategories))
      case .randomForest: add(family, ForestParameters.tunable(.random))
      case .extraTrees: add(family, ForestParameters.tunable(.extremelyRandomised))
      case .supportVectors: add(family, [Self.width])
      }
    }
    space = try SearchSpace(parameters)
  }

  private static func name(_ family: Family, _ parameter: String) -> String {
    "\(family.rawValue).\(parameter)"
  }

  private static func boosting(_ hasCategories: Bool) -> [TunableParameter<BoostedTreeParameters>] {
    BoostedTreeParameters.tunable + (hasCategories ? BoostedTreeParameters.tunableOfCategories : [])
  }

  private static let width = TunableParameter<Double>.number("width", \.self, 0.05...20, .logarithmic)

  /// The candidate that an assignment describes; `nil` if it describes none.
  func candidate(_ assignment: [String: ParameterValue], name: String) -> Candidate? {
    var candidate = described(by: assignment, name: name)
    candidate?.assignment = assignment
    return candidate
  }

  private func described(by assignment: [String: ParameterValue], name: String) -> Candidate? {
    guard case .text(let text) = assignment[Self.familyName], let family = Family(rawValue: text) else {
      return nil
    }
    func settings<Settings>(_ tunable: [TunableParameter<Settings>], from start: Settings) -> Settings {
      tunable.reduce(into: start) { settings, parameter in
        if let value = assignment[Self.name(family, parameter.name)] { parameter.write(&settings, value) }
      }
    }
    switch family {
    case .boostedTrees:
      let parameters = settings(Self.boosting(hasCategories), from: BoostedTreeParameters())
      return Candidate(
        BoostedTreesLearner(name: name, settings: parameters), features: .trees, relativeCost: 1,
        boosting: parameters)
    case .randomForest, .extraTrees:
      let kind: ForestLearner.Kind = family == .randomForest ? .random : .extremelyRandomised
      let parameters = settings(ForestParameters.tunable(kind), from: ForestParameters())
      return Candidate(
        ForestLearner(kind, name: name, settings: parameters), features: .trees, relativeCost: 1.5)
    case .supportVectors:
      return Candidate(
        SupportVectorMachineLearner(kernel: .radial(width: settings([Self.width], from: 1)), name: name),
        features: .dense, relativeCost: 2, isAtomic: true)
    }
  }

  /// Where a candidate lies in the space, or near it; `nil` if it is of no family that is tuned, or reads other features.
  func assignment(of candidate: Candidate) -> [String: ParameterValue]? {
    guard let family = Self.family(of: candidate), families.contains(family) else { return nil }
    var assignment: [String: ParameterValue] = [Self.familyName: .text(family.rawValue)]
    func add<Settings>(_ tunable: [TunableParameter<Settings>], _ settings: Settings) {
      for parameter in tunable { assignment[Self.name(family, parameter.name)] = parameter.read(settings) }
    }
    switch candidate.learner {
    case let learner as BoostedTreesLearner: add(Self.boosting(hasCategories), learner.settings)
    case let learner as ForestLearner: add(ForestParameters.tunable(learner.kind), learner.settings)
    case let learner as SupportVectorMachineLearner:
      if case .radial(let width) = learner.kernel { add([Self.width], width) }
    default: return nil
    }
    return space.nearest(to: assignment)
  }

  /// The family of a candidate, if it is one that can be tuned.
  static func family(of candidate: Candidate) -> Family? {
    switch candidate.learner {
    case is BoostedTreesLearner: candidate.features == .trees ? .boostedTrees : nil
    case let learner as ForestLearner: learner.kind == .random ? .randomForest : .extraTrees
    case let learner as SupportVectorMachineLearner: learner.kernel == .linear ? nil : .supportVectors
    default: nil
    }
  }
}
