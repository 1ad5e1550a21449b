import LatheCore

extension FittedFeatures: Codable {
  private enum CodingKeys: String, CodingKey {
    case view, features, inputs, notes, transforms
  }

  /// Reads fitted features and checks that they are consistent, since the file may be damaged.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      view: try container.decode(FeatureView.self, forKey: .view),
      features: try container.decode([Feature].self, forKey: .features),
      inputs: try container.decode([ColumnSchema].self, forKey: .inputs),
      notes: try container.decode([Diagnostic].self, forKey: .notes),
      transforms: try container.decode([ColumnTransform].self, forKey: .transforms))
    try validate()
  }

  /// Writes everything but what can be derived.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(view, forKey: .view)
    try container.encode(features, forKey: .features)
    try container.encode(inputs, forKey: .inputs)
    try container.encode(notes, forKey: .notes)
    try container.encode(transforms, forKey: .transforms)
  }

  private func validate() throws(FeaturesError) {
    func require(_ condition: Bool, _ reason: @autoclosure () -> String, column: String? = nil)
      throws(FeaturesError)
    {
      guard condition else { throw .damaged(column: column, reason: reason()) }
    }
    try require(!features.isEmpty, "there are none")
    try require(
      inputs.count == transforms.count, "\(inputs.count) columns with \(transforms.count) transforms")
    try require(Set(inputs.map(\.name)).count == inputs.count, "two columns have one name")
    try require(Set(features.map(\.name)).count == features.count, "two features have one name")
    var next = 0
    for (input, transform) in zip(inputs, transforms) {
      do { try transform.validate() } catch { throw .damaged(column: input.name, reason: error.reason) }
      let shape = transform.shape
      let made = features[next...].prefix(shape.count)
      try require(
        made.count == shape.count && made.allSatisfy { $0.source == input.name },
        "its features do not match its transform", column: input.name)
      for (position, feature) in made.enumerated() {
        let expected: Feature.Kind =
          if position == 0, let levelCount = shape.levelCount {
            .categorical(levelCount: levelCount)
          } else {
            .numeric
          }
        try require(
          feature.kind == expected, "feature \"\(feature.name)\" is of another kind", column: input.name)
      }
      next += shape.count
    }
    try require(next == features.count, "\(features.count) features of which transforms make \(next)")
  }
}
