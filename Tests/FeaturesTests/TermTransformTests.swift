import LatheCore
import Testing

@testable import Features

@Suite struct TermTransformTests {
  private func fit(_ kind: TermKind, _ texts: [String], targets: [[Double]] = []) throws -> TermTransform.Fit
  {
    var random = RandomSource(seed: 0)
    return try #require(
      try TermTransform.fit(
        kind, texts: TextValues(texts.map(Optional.some)), rows: Array(texts.indices), targets: targets,
        weights: nil,
        folds: texts.indices.map { UInt8($0 % 5) }, random: &random, limits: FitLimits()))
  }

  @Test func `terms and weights are those of scikit-learn's TfidfVectorizer`() throws {
    let golden = try Golden.load().texts
    for expected in golden.kinds {
      let kind = try #require(TermKind(rawValue: expected.kind))
      let vocabulary = try fit(kind, golden.texts).transform.vocabulary
      #expect(Set(vocabulary.terms) == Set(expected.terms.map { kind.hash(of: $0) }))
      var counter = TermCounter(vocabulary)
      var text = NormalizedText()
      for (document, row) in zip(golden.texts, expected.weights) {
        text.read(Array(document.utf8)[...])
        counter.read(text)
        var weights = Array(repeating: 0.0, count: vocabulary.terms.count)
        for (index, weight) in zip(counter.indices, counter.weights) { weights[Int(index)] = Double(weight) }
        let found = expected.terms.map { weights[Int(vocabulary.index(of: kind.hash(of: $0)))] }
        #expect(agree(found, row, tolerance: 1e-6), "\(document)")
      }
    }
  }

  @Test func `components are those of scikit-learn's TruncatedSVD up to their sign`() throws {
    let golden = try Golden.load().texts
    for expected in golden.kinds {
      var matrix = SparseMatrix(columnCount: expected.terms.count)
      for row in expected.weights {
        let columns = row.indices.filter { row[$0] != 0 }
        matrix.appendRow(columns: columns.map { Int32($0) }, values: columns.map { Float(row[$0]) })
      }
      var random = RandomSource(seed: 1)
      let decomposition = try #require(
        TruncatedDecomposition(of: matrix, count: 4, random: &random, limits: FitLimits()))
      #expect(agree(decomposition.singularValues.map(Double.init), expected.singularValues, tolerance: 1e-5))
      for (component, vector) in expected.vectors.enumerated() {
        let found = expected.terms.indices.map { Double(decomposition.vectors[$0 * 4 + component]) }
        let sign: Double = zip(found, vector).reduce(0) { $0 + $1.0 * $1.1 } < 0 ? -1 : 1
        #expect(agree(found.map { $0 * sign }, vector, tolerance: 1e-4))
      }
    }
  }

  @Test func `a matrix of lower rank gives fewer components`() throws {
    var matrix = SparseMatrix(columnCount: 6)
    for row in 0..<8 { matrix.appendRow(columns: [Int32(row % 2), 5], values: [1, 2]) }
    var random = RandomSource(seed: 2)
    let decomposition = try #require(
      TruncatedDecomposition(of: matrix, count: 4, random: &random, limits: FitLimits()))
    #expect(decomposition.singularValues.count == 2)
    #expect(decomposition.vectors.count == 12 && decomposition.vectors.allSatisfy { $0.isFinite })
  }

  @Test func `estimates are those of scikit-learn's Ridge around the mean`() throws {
    let golden = try Golden.load().ridge
    var matrix = SparseMatrix(columnCount: golden.coefficients.count)
    for row in golden.matrix {
      matrix.appendRow(columns: row.indices.map { Int32($0) }, values: row.map { Float($0) })
    }
    let regression = try #require(
      TermRegression(
        texts: matrix, targets: [golden.targets], rowWeights: golden.weights,
        folds: golden.targets.indices.map { UInt8($0 % 5) }, limits: FitLimits()))
    #expect(agree(regression.scores[0].weights.map(Double.init), golden.coefficients, tolerance: 1e-4))
  }

  @Test func `the estimate of a text's fold does not know its target`() throws {
    let texts = try Golden.load().texts.texts
    var targets = texts.indices.map { Double($0 % 2) }
    let before = try fit(.words, texts, targets: [targets]).ofFold.map { $0.scores[0] }
    // The text of row 3 is in fold 3.
    targets[3] = 1 - targets[3]
    let after = try fit(.words, texts, targets: [targets]).ofFold.map { $0.scores[0] }
    #expect(before[3].weights == after[3].weights && before[3].prior == after[3].prior)
    #expect(before[2].weights != after[2].weights && before[2].prior != after[2].prior)
  }

  @Test func `eigenvalues and eigenvectors rebuild their matrix`() {
    var random = RandomSource(seed: 3)
    let size = 7
    let numbers = (0..<size * size).map { _ in Float(random.uniform()) }
    let matrix = SymmetricDecomposition.gram(numbers, width: size)
    let decomposition = SymmetricDecomposition(of: matrix, size: size)
    var rebuilt = Array(repeating: 0.0, count: size * size)
    for row in 0..<size {
      for column in 0..<size {
        for index in 0..<size {
          rebuilt[row * size + column] +=
            decomposition.values[index] * decomposition.vectors[row * size + index]
            * decomposition.vectors[column * size + index]
        }
      }
    }
    #expect(agree(rebuilt, matrix, tolerance: 1e-12))
    #expect(decomposition.values == decomposition.values.sorted(by: >))
  }

  @Test(arguments: [Float(1), -0.3, 1e-20, 0, 0.99999])
  func `rounding to bfloat16 errs by at most one part in 256`(number: Float) {
    let rounded = TermTransform.rounded(number)
    #expect(abs(rounded - number) <= abs(number) / 256)
    #expect(rounded.bitPattern & 0xffff == 0)
  }
}
