import LatheCore

extension Predictions {
  /// The predictions as a table: a column named and typed as the target and, where asked for, one column
  /// `probability_CLASS` for each class.
  ///
  /// - Throws: `CoreError` if the target itself is called like a column of probabilities.
  public func frame(target: ColumnSchema, probabilities: Bool) throws(CoreError) -> DataFrame {
    var columns = [answers(target)]
    if probabilities {
      for (index, name) in problem.classes.enumerated() {
        columns.append(
          Column(
            name: "probability_\(name)", kind: .float,
            values: .numbers(self.probabilities(ofClass: index))))
      }
    }
    return try DataFrame(columns: columns)
  }

  private func answers(_ target: ColumnSchema) -> Column {
    guard problem.isClassification else {
      return Column(name: target.name, kind: .float, values: .numbers(values))
    }
    // Classes that were numbers in the training data are numbers again.
    let numbers = problem.classes.compactMap { Double($0) }
    if [.integer, .float].contains(target.kind), numbers.count == problem.classes.count {
      return Column(
        name: target.name, kind: target.kind, values: .numbers(classIndices.map { numbers[$0] }))
    }
    let kind: ColumnKind = target.kind == .boolean && problem.classes.count == 2 ? .boolean : .category
    return Column(
      name: target.name, kind: kind,
      values: .categories(CategoricalValues(codes: classIndices.map(Int32.init), levels: problem.classes)))
  }
}
