using YamlDotNet.Core;

namespace NsmPS.Cluster.Config;

/// <summary>What YamlDotNet throws at text that is not YAML.</summary>
internal static class YamlFaults
{
    /// <summary>
    /// Besides its own exception, its scanner throws InvalidOperationException (text that starts with <c>...</c>) and ArgumentOutOfRangeException (escapes that are no character).
    /// </summary>
    public static bool IsMalformed(Exception exception) => exception is YamlException or InvalidOperationException or ArgumentException;

    /// <summary>Where it is, as far as that is known.</summary>
    public static string Place(Exception exception) => exception is YamlException { Start: { Line: > 0 } start } ? $" at line {start.Line}, column {start.Column}" : "";
}
