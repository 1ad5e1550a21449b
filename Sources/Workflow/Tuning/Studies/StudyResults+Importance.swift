import Search

extension StudyResults {
  /// How much each parameter matters: by the density of the best trials, for several objectives by those of the first
  /// layers; `nil` if there are too few trials to say.
  public var importance: ParameterImportance? {
    let space = EncodedSpace(definition.space)
    let observations = feasible.map { trial in
      Observation(number: trial.number, point: space.point(of: trial.parameters), losses: losses(trial))
    }
    return try? DensityImportance().importance(of: observations, in: space)
  }
}
