import Foundation

extension BundleContents {
  /// Throws if a bundle could not be written at `url` because something else stands there, or its folder is missing.
  ///
  /// - Throws: ``BundlesError/occupied(file:)`` or ``BundlesError/unwritable(file:reason:)``.
  public static func checkPlace(_ url: URL) throws(BundlesError) {
    let place = BundlePlace(url)
    try place.checkReplaceable()
    guard access(place.parent, W_OK | X_OK) == 0 else {
      throw .unwritable(file: place.parent, reason: String(cString: strerror(errno)))
    }
  }

  /// Writes the bundle into the folder `url`, replacing a bundle that is there.
  ///
  /// It is written and flushed to the disk beside its place and then changes places with the old bundle in one
  /// step, so a reader sees all of the old or all of the new one, and a crash or a full disk loses neither. What an
  /// earlier, killed writer left beside the place is removed.
  ///
  /// - Throws: ``BundlesError/occupied(file:)`` if something else than a bundle or an empty folder is there,
  ///   ``BundlesError/unwritable(file:reason:)`` or ``BundlesError/inconsistent(reason:)``.
  public func write(to url: URL) throws(BundlesError) {
    let files = try files()
    let place = BundlePlace(url)
    try place.checkReplaceable()
    place.removeAbandonedStages()
    let stage = try BundleStage(beside: place)
    do {
      try stage.write(files)
      try place.install(stage.path)
    } catch {
      stage.remove()
      throw error
    }
    // What is left at the stage's path is the bundle that was replaced. Should removing it fail, the next writer does it.
    stage.remove()
  }
}
