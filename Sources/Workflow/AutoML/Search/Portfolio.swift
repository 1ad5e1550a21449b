import Features
import LatheCore
import Learners

/// The candidates of a search in the order in which they are tried.
struct Portfolio: Sendable {
  private var candidates: ArraySlice<Candidate>

  /// The order for data with these `facts`.
  ///
  /// Boosted trees with a published default first, then what differs most from it, then the published
  /// portfolio; linear models first where there are more columns than rows.
  init(facts: DataFacts, preset: FitRequest.Preset, honouringMonotone: Bool) {
    let all = preset == .fast ? Self.quick(facts) : Self.ordered(facts)
    candidates = ArraySlice(
      all.filter {
        $0.learner.supports(facts.problem)
          && (!honouringMonotone || $0.learner.honoursMonotone(facts.problem))
      })
  }

  /// The next candidate, `nil` once there are no more.
  mutating func next() -> Candidate? { candidates.popFirst() }

  private static func quick(_ facts: DataFacts) -> [Candidate] {
    facts.columns > facts.rows
      ? [linear(facts), boosted(named: "default")] : [boosted(named: "default"), linear(facts)]
  }

  private static func ordered(_ facts: DataFacts) -> [Candidate] {
    var order: [Candidate] = []
    let isWide = facts.columns > facts.rows
    let tuned = facts.problem.isClassification ? "tuned-classification" : "tuned-regression"
    if isWide { order += [linear(facts), supportVectors(.linear)] }
    order += [boosted(named: "default"), boosted(named: "extra")]
    if !isWide, facts.cells < 20_000_000 { order.append(linear(facts)) }
    // Cheap, and unlike all others: where distances mean something they are worth much.
    if facts.rows <= 20_000, facts.columns <= 100 {
      order.append(Candidate(NeighboursLearner(), features: .dense, relativeCost: 0.5, isAtomic: true))
    }
    if facts.hasManyLevels { order.append(boosted(named: "default", targetEncoding: true)) }
    order += [boosted(named: "r163"), boosted(named: tuned)]
    if facts.rows <= 10_000, !isWide { order.append(supportVectors(.radial(width: 1))) }
    order.append(boosted(named: "r177"))
    if facts.rows <= 50_000 {
      order.append(Candidate(ForestLearner(), features: .trees, relativeCost: 1.5))
    }
    let placed: Set = ["r163", "r177"]
    order += BoostedTreeParameters.portfolio.filter { !placed.contains($0.name) }.map {
      boosted(named: $0.name)
    }
    if facts.rows <= 50_000 {
      order.append(Candidate(ForestLearner(.extremelyRandomised), features: .trees, relativeCost: 1.5))
    }
    if facts.rows <= 100_000 { order.append(Candidate(DARTLearner(), features: .trees, relativeCost: 4)) }
    order.append(Candidate(ConstantLearner(), features: .trees, relativeCost: 0))
    return order
  }

  private static func boosted(named name: String, targetEncoding: Bool = false) -> Candidate {
    let published = BoostedTreeParameters.published.first { $0.name == name }
    let parameters = published?.parameters ?? BoostedTreeParameters()
    var features = FeatureOptions.trees
    features.targetEncoding = targetEncoding
    return Candidate(
      BoostedTreesLearner(
        name: "boosted-trees-\(name)\(targetEncoding ? "-target-encoded" : "")", settings: parameters),
      features: features, relativeCost: 1, boosting: parameters)
  }

  private static func linear(_ facts: DataFacts) -> Candidate {
    let learner: any Learner =
      facts.problem.isClassification ? LogisticRegressionLearner() : LinearRegressionLearner()
    return Candidate(learner, features: .dense, relativeCost: 0.5)
  }

  private static func supportVectors(_ kernel: SupportVectorMachineLearner.Kernel) -> Candidate {
    Candidate(SupportVectorMachineLearner(kernel: kernel), features: .dense, relativeCost: 2, isAtomic: true)
  }
}

/// What the planner and the portfolio know of the data.
struct DataFacts: Sendable {
  let problem: LearningProblem
  let rows: Int
  let columns: Int
  /// Whether a column of categories has so many levels that their encoding by the target says something new to trees.
  let hasManyLevels: Bool
  let hasCategories: Bool
  let hasText: Bool

  /// Rows times columns.
  var cells: Int { rows * columns }

  init(_ table: TrainingTable) {
    problem = table.problem
    rows = table.rowCount
    columns = table.inputs.columns.count
    hasText = table.inputs.columns.contains { $0.kind == .text }
    hasCategories = table.inputs.columns.contains { if case .categories = $0.values { true } else { false } }
    hasManyLevels =
      SupervisedTarget.canEncode(table.problem)
      && table.inputs.columns.contains { column in
        if case .categories(let categories) = column.values {
          categories.levels.count > FeatureOptions.trees.oneHotLevels
        } else {
          false
        }
      }
  }
}

extension FeatureOptions {
  /// Features for trees.
  static let trees = FeatureOptions(view: .trees)
  /// Features for everything else.
  static let dense = FeatureOptions(view: .dense)
}
