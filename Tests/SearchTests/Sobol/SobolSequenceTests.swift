import Testing

@testable import Search

@Suite struct SobolSequenceTests {
  /// The axes of the reference points.
  private static let axes = [0, 1, 2, 10, 63, 255]

  @Test(arguments: [
    (1, [0.5, 0.5, 0.5, 0.5, 0.5, 0.5]), (2, [0.75, 0.25, 0.25, 0.75, 0.75, 0.75]),
    (3, [0.25, 0.75, 0.75, 0.25, 0.25, 0.25]), (5, [0.875, 0.875, 0.125, 0.375, 0.625, 0.875]),
    (100, [0.4140625, 0.2578125, 0.7734375, 0.4609375, 0.6484375, 0.5703125]),
    (1023, [0.0009765625, 0.7529296875, 0.6123046875, 0.6787109375, 0.0400390625, 0.8427734375]),
  ])
  func `unscrambled points are those of SciPy`(index: Int, expected: [Double]) {
    let point = SobolSequence(dimension: 256, seed: nil).point(at: index)
    #expect(Self.axes.map { point[$0] } == expected)
  }

  @Test func `whole unscrambled points are those of SciPy`() {
    let sequence = SobolSequence(dimension: 256, seed: nil)
    #expect(sequence.point(at: 1023).reduce(0, +) == 133.1015625)
    #expect(sequence.point(at: 777).reduce(0, +) == 125.078125)
  }

  @Test(arguments: [nil, 1, 99] as [UInt64?])
  func `each slice along each axis gets one point`(seed: UInt64?) {
    let sequence = SobolSequence(dimension: 256, seed: seed)
    let points = (0..<128).map(sequence.point(at:))
    for axis in 0..<256 {
      #expect(Set(points.map { Int($0[axis] * 128) }).count == 128, "axis \(axis)")
    }
  }

  @Test func `each elementary box of the first two axes gets one point of a block`() {
    let sequence = SobolSequence(dimension: 2, seed: 5)
    for start in [0, 64, 192] {
      let points = (start..<(start + 64)).map(sequence.point(at:))
      for rows in [1, 2, 4, 8, 16, 32, 64] {
        let boxes = points.map { Int($0[0] * Double(rows)) * 64 + Int($0[1] * Double(64 / rows)) }
        #expect(Set(boxes).count == 64)
      }
    }
  }

  @Test func `seeds give different points inside the cube`() {
    let first = SobolSequence(dimension: 5, seed: 1)
    let second = SobolSequence(dimension: 5, seed: 2)
    #expect(first.point(at: 7) == SobolSequence(dimension: 5, seed: 1).point(at: 7))
    for index in 0..<100 {
      #expect(first.point(at: index) != second.point(at: index))
      #expect(first.point(at: index).allSatisfy { $0 > 0 && $0 < 1 })
    }
  }

  @Test func `the first points of many seeds lie on both sides of the middle`() {
    let averages = (0..<64).map { seed in
      SobolSequence(dimension: 1, seed: UInt64(seed)).point(at: 0)[0]
    }
    #expect(abs(averages.reduce(0, +) / 64 - 0.5) < 0.15)
  }

  @Test func `axes beyond the table are random numbers of their own`() {
    let sequence = SobolSequence(dimension: 300, seed: 3)
    let point = sequence.point(at: 4)
    #expect(point.count == 300)
    #expect(Set(point[256...]).count == 44)
    #expect(sequence.point(at: 4) == point)
    #expect(sequence.point(at: 5)[299] != point[299])
  }
}
