/// The better part of results with several objectives.
///
/// Whole layers of non-dominated results are taken while they fit. Of the layer that does not, those are taken that
/// together dominate the largest area, one after the other (two objectives), or those that are farthest from their
/// neighbours (more).
///
/// Guerreiro, Fonseca and Paquete, "Greedy hypervolume subset selection in low dimensions", Evolutionary Computation 2016.
enum ParetoSelection {
  /// The indices of the best `count` losses.
  static func best(_ count: Int, of losses: [[Double]]) -> [Int] {
    var chosen: [Int] = []
    for layer in Dominance.layers(of: losses) {
      guard chosen.count < count else { break }
      let room = count - chosen.count
      if layer.count <= room {
        chosen += layer
      } else {
        let values = layer.map { losses[$0] }
        let part = values[0].count == 2 ? largestArea(room, of: values) : mostSpread(room, of: values)
        chosen += part.map { layer[$0] }
      }
    }
    return chosen
  }

  /// For each of several losses, the size of the gap that it would leave, relative to the range in each objective;
  /// infinite at the ends.
  ///
  /// Deb et al., "A fast and elitist multiobjective genetic algorithm: NSGA-II", IEEE Transactions on Evolutionary
  /// Computation 2002.
  static func crowdingDistances(_ losses: [[Double]]) -> [Double] {
    var distances = [Double](repeating: 0, count: losses.count)
    for objective in 0..<(losses.first?.count ?? 0) {
      let order = losses.indices.sorted {
        (losses[$0][objective], $0) < (losses[$1][objective], $1)
      }
      guard let first = order.first, let last = order.last else { continue }
      let range = losses[last][objective] - losses[first][objective]
      distances[first] = .infinity
      distances[last] = .infinity
      guard range > 0, range.isFinite else { continue }
      for place in order.indices.dropFirst().dropLast() {
        distances[order[place]] +=
          (losses[order[place + 1]][objective] - losses[order[place - 1]][objective]) / range
      }
    }
    return distances
  }

  private static func mostSpread(_ count: Int, of losses: [[Double]]) -> [Int] {
    let distances = crowdingDistances(losses)
    return losses.indices.sorted { (-distances[$0], $0) < (-distances[$1], $1) }.prefix(count).sorted()
  }

  private static func largestArea(_ count: Int, of losses: [[Double]]) -> [Int] {
    let reference = (0..<2).map { objective -> Double in
      let worst = losses.map { $0[objective] }.max() ?? 0
      return max(1.1 * worst, 0.9 * worst)
    }
    var chosen: [Int] = []
    // What a result adds can only fall while others are chosen, so that an old number is an upper bound.
    var bounds = losses.indices.map { area(addedBy: losses[$0], to: [], reference) }
    var isChosen = [Bool](repeating: false, count: losses.count)
    while chosen.count < count {
      let front = chosen.map { losses[$0] }.sorted { $0[0] < $1[0] }
      var best: Int?
      for index in losses.indices.sorted(by: { (-bounds[$0], $0) < (-bounds[$1], $1) })
      where !isChosen[index] {
        if let best, bounds[index] <= bounds[best] { break }
        bounds[index] = area(addedBy: losses[index], to: front, reference)
        if best.map({ bounds[index] > bounds[$0] }) ?? true { best = index }
      }
      guard let best else { break }
      isChosen[best] = true
      chosen.append(best)
    }
    return chosen
  }

  /// The area that a result dominates and a front, in order of the first objective, does not.
  private static func area(addedBy loss: [Double], to front: [[Double]], _ reference: [Double]) -> Double {
    var left = loss[0]
    var ceiling = reference[1]
    var area = 0.0
    for other in front {
      if other[0] <= loss[0] {
        ceiling = min(ceiling, other[1])
        continue
      }
      guard ceiling > loss[1] else { break }
      area += (min(other[0], reference[0]) - left) * (ceiling - loss[1])
      left = other[0]
      ceiling = min(ceiling, other[1])
    }
    if ceiling > loss[1] { area += max(reference[0] - left, 0) * (ceiling - loss[1]) }
    return area.isFinite ? area : 0
  }
}
