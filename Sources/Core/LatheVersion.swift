/// The version of Lathe.
public enum LatheVersion {
  /// The version of this source, after semantic versioning.
  public static let current = "0.1.0"
}
