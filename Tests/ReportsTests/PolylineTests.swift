import LatheCore
import Testing

@testable import Reports

@Suite struct PolylineTests {
  @Test func `points on a straight line are left out`() {
    let line = Polyline((0...100).map { (x: Double($0), y: 2 * Double($0)) })
    #expect(line.path == "M0 0L100 200")
  }

  @Test func `no point strays from the line by more than the tolerance`() {
    let points = (0...900).map { (x: Double($0) / 3, y: 60 * (Double($0) / 90).squareRoot()) }
    let kept = Polyline(points).points
    #expect(kept.count < 60)
    for point in points {
      let distance = zip(kept, kept.dropFirst()).map { start, end in
        let length = ((end.x - start.x) * (end.x - start.x) + (end.y - start.y) * (end.y - start.y))
          .squareRoot()
        let share =
          ((point.x - start.x) * (end.x - start.x) + (point.y - start.y) * (end.y - start.y))
          / (length * length)
        let nearest = (
          x: start.x + min(max(share, 0), 1) * (end.x - start.x),
          y: start.y + min(max(share, 0), 1) * (end.y - start.y)
        )
        return ((point.x - nearest.x) * (point.x - nearest.x) + (point.y - nearest.y) * (point.y - nearest.y))
          .squareRoot()
      }.min()
      #expect((distance ?? 1) < 0.31)
    }
  }

  @Test func `a long noisy curve keeps its extremes and few points`() {
    var random = RandomSource(seed: 1)
    var points = (0..<20_000).map { (x: Double($0) / 60, y: random.uniform()) }
    points[7_777].y = -50
    points[12_345].y = 60
    let kept = Polyline(points).points
    #expect(kept.count < 1_500)
    #expect(kept.contains { $0.y == -50 } && kept.contains { $0.y == 60 })
  }

  @Test func `one point and none are lines too`() {
    #expect(Polyline([]).path == "")
    #expect(Polyline([(x: 1.25, y: -2)]).path == "M1.3 -2")
  }
}
