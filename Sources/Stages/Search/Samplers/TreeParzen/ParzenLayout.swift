/// Which axes of a space are modelled together.
struct ParzenLayout: Sendable {
  private let space: EncodedSpace
  private let grouping: TreeParzenSampler.Grouping
  /// The axes on which there is something to choose.
  private let variable: [Int]
  /// The others.
  private let constant: [Int]
  /// The axes that decide which others are there, where these are drawn first.
  let roots: [Int]

  init(_ space: EncodedSpace, _ grouping: TreeParzenSampler.Grouping) {
    self.space = space
    self.grouping = grouping
    variable = space.axes.indices.filter { !space.axes[$0].isConstant }
    constant = space.axes.indices.filter { space.axes[$0].isConstant }
    let parents = Set(space.axes.indices.flatMap(space.parents(of:)))
    roots = grouping == .grouped ? variable.filter(parents.contains) : []
  }

  /// The groups of axes about which an observation at a point says something.
  func groups(at point: Point) -> [[Int]] {
    switch grouping {
    case .univariate: variable.filter { !point[$0].isNaN }.map { [$0] }
    case .multivariate: [variable]
    case .grouped: roots.isEmpty ? [variable] : [roots, branch(at: point)]
    }
  }

  /// The axes to model after the roots have got positions: those that are there.
  func branch(at point: Point) -> [Int] {
    grouping == .multivariate || roots.isEmpty
      ? variable : variable.filter { space.isActive($0, at: point) }
  }

  /// The axes to which to give positions while those of a group get theirs: also those without a choice, since others may
  /// depend on them.
  func walk(_ group: [Int]) -> [Int] { constant.isEmpty ? group : (group + constant).sorted() }
}
