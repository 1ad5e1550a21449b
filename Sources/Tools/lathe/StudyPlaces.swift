import Search

/// Opens the places where studies live.
enum StudyPlaces {
  /// The storage that `text` names.
  ///
  /// - Throws: `SearchError` if it is not understood or cannot be opened.
  @Sendable static func open(_ text: String) throws -> any StudyStorage {
    guard text == "memory" else {
      throw SearchError.setting("there is no storage \"\(text)\"", remedy: "Use memory.")
    }
    return MemoryStorage()
  }
}
