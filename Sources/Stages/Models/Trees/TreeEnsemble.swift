import Foundation
import LatheCore

/// Boosted trees or a forest, read from LightGBM's model text and scored without LightGBM.
///
/// The text format is LightGBM's own, so a bundle's `model.txt` can be given to any of its tools. Reading is strict:
/// damaged text is an error, never a crash or a wrong model. Answers agree with LightGBM's to the last bits:
/// the same comparisons, the same order of sums. A forest without objective answers with the mean of its leaves, which
/// are shares of rows; only of several classes are they divided by their sum here, and not by LightGBM.
///
/// Scoring costs some nanoseconds a row and tree; a `TreeEnsemble` is a value and any number of threads may score with it.
public struct TreeEnsemble: Model {
  /// The number of features it reads.
  public let featureCount: Int
  /// Numbers it answers a row.
  public let outputCount: Int
  /// The number of trees.
  public let treeCount: Int
  /// For each feature the sum of the gains of its splits.
  public let gainImportances: [Double]
  /// For each feature the number of its splits.
  public let splitImportances: [Int]

  static let fileName = "model.txt"

  /// How the trees are laid out for scoring: both ways answer the same.
  private enum Layout {
    /// All splits of a tree are looked at, for trees with few leaves.
    case masks(LeafMasks)
    /// The path to the leaf is followed, for others.
    case nodes(TreeNodes)
  }

  private let layout: Layout
  private let link: TreeLink
  /// What the sum of the trees is divided by.
  private let divisor: Double
  private let text: Data

  /// The model of a text that LightGBM 4 wrote. O(text).
  ///
  /// - Throws: ``ModelsError/damaged(file:reason:)`` if the text is not whole, or its trees do not answer
  ///   `problem` from `featureCount` features.
  public init(text: Data, problem: LearningProblem, featureCount: Int) throws(ModelsError) {
    let parsed = try TreeText([UInt8](text), problem: problem, featureCount: featureCount)
    var gains = [Double](repeating: 0, count: featureCount)
    var splits = [Int](repeating: 0, count: featureCount)
    for tree in parsed.trees {
      for (feature, gain) in zip(tree.splitFeatures, tree.splitGains) {
        gains[feature] += gain
        splits[feature] += 1
      }
    }
    self.text = text
    self.featureCount = featureCount
    outputCount = problem.outputCount
    gainImportances = gains
    splitImportances = splits
    treeCount = parsed.trees.count
    layout = LeafMasks.fits(parsed.trees) ? .masks(LeafMasks(parsed)) : .nodes(TreeNodes(parsed))
    link = parsed.link
    divisor = parsed.isAverage ? Double(parsed.trees.count / parsed.treesPerIteration) : 1
  }

  /// Predictions for all rows, row-major. O(rows × trees × leaves) up to 128 leaves a tree, else O(rows × trees × depth).
  ///
  /// - Precondition: the matrix has ``featureCount`` columns.
  public func predict(_ features: FeatureMatrix) -> [Double] {
    precondition(features.columns.count == featureCount, "the model reads \(featureCount) features")
    var values =
      switch layout {
      case .masks(let masks): masks.sums(features, width: outputCount)
      case .nodes(let nodes): nodes.sums(features, width: outputCount)
      }
    if divisor != 1 { for index in values.indices { values[index] /= divisor } }
    link.apply(&values, width: outputCount)
    return values
  }

  /// The model text that was read, without what no answer needs; LightGBM reads it too. O(text).
  public func artifact() throws(ModelsError) -> ModelArtifact {
    ModelArtifact(kind: .trees, files: [Self.fileName: TreeText.slimmed(text)])
  }
}
