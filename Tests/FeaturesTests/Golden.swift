import Foundation

/// What scikit-learn made of small inputs; see `Golden/make_golden.py`.
struct Golden: Decodable {
  struct Quantiles: Decodable {
    let name: String
    let training: [Double]
    let asked: [Double]
    let expected: [Double]
  }
  struct Standard: Decodable {
    let training: [Double]
    let expected: [Double]
  }
  struct Categories: Decodable {
    let training: [String]
    let asked: [String]
    let ordinal: [Double]
    let oneHot: [[Double]]
    let value: [Double]
    let binary: [Double]
    let classes: [Double]
    let encodedValue: [Double]
    let encodedBinary: [Double]
    let encodedClasses: [[Double]]
  }
  struct Texts: Decodable {
    struct Kind: Decodable {
      let kind: String
      let terms: [String]
      let weights: [[Double]]
      let singularValues: [Double]
      let vectors: [[Double]]
    }
    let texts: [String]
    let kinds: [Kind]
  }
  struct Ridge: Decodable {
    let matrix: [[Double]]
    let targets: [Double]
    let weights: [Double]
    let coefficients: [Double]
  }

  let quantiles: [Quantiles]
  let standard: Standard
  let categories: Categories
  let texts: Texts
  let ridge: Ridge

  static func load() throws -> Golden {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden/golden.json")
    return try JSONDecoder().decode(Golden.self, from: Data(contentsOf: file))
  }
}

/// Whether two lists of numbers agree to `tolerance`, NaN with NaN.
func agree(_ left: [Double], _ right: [Double], tolerance: Double = 1e-9) -> Bool {
  left.count == right.count
    && zip(left, right).allSatisfy { ($0.isNaN && $1.isNaN) || abs($0 - $1) <= tolerance }
}
