import LatheCore

/// How features are made; the defaults follow the view.
public struct FeatureOptions: Codable, Sendable, Hashable {
  /// Whom the features are for.
  public var view: FeatureView
  /// Whether a text also becomes a linear estimate of the target from its words and character runs. On for both views.
  public var textTargetEncoding: Bool
  /// Whether a category with more than ``oneHotLevels`` levels also becomes the mean of the target by level.
  /// On for `.dense`; off for `.trees`, which split on the levels themselves.
  public var targetEncoding: Bool
  /// The most levels that the dense view spreads over one feature each; a category with more is encoded by frequency and target.
  public var oneHotLevels: Int
  /// Rows' worth of the overall mean that each level's mean of the target starts from.
  public var targetSmoothing: Double

  /// The defaults for `view`.
  public init(view: FeatureView) {
    self.view = view
    textTargetEncoding = true
    targetEncoding = view == .dense
    oneHotLevels = 32
    targetSmoothing = 10
  }
}
