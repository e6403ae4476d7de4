using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using NsmPS.Kubernetes;

namespace NsmPS.Nsm.Rendering;

/// <summary>The rules that what a user passes must keep, checked before anything is sent.</summary>
internal static partial class OptionRules
{
    public const int LargestReplicas = 10_000;

    private const int LongestPath = 4096;

    public static bool IsNamespace(string value) => NamespaceName.IsValid(value);

    /// <summary>A namespace; null where the user names none.</summary>
    [return: NotNullIfNotNull(nameof(value))]
    public static string? Namespace(string? value) => value is null || IsNamespace(value)
        ? value
        : throw new NsmException(NsmErrors.NamespaceInvalid, $"'{value}' is not a valid namespace name.", value);

    public static int Replicas(int value, string option) => value is >= 1 and <= LargestReplicas
        ? value
        : throw new NsmException(NsmErrors.ReplicasInvalid, $"{option} is {value}; it must be from 1 to {LargestReplicas}.", option);

    /// <summary>The entry of <paramref name="allowed"/> that a value names, whatever its case.</summary>
    public static string OneOf(string value, IReadOnlyList<string> allowed, string option) =>
        allowed.FirstOrDefault(entry => string.Equals(entry, value, StringComparison.OrdinalIgnoreCase))
            ?? throw new NsmException(NsmErrors.OptionInvalid,
                $"{option} is '{value}'; it must be one of {string.Join(", ", allowed)}.", option);

    public static string? ImageTag(string? value) => value is null || Tag().IsMatch(value)
        ? value
        : throw new NsmException(NsmErrors.OptionInvalid,
            $"'{value}' is not a valid image tag: at most 128 letters, digits, '_', '.', '-', not starting with '.' or '-'.", value);

    public static string? Registry(string? value) => value is null || RegistryName().IsMatch(value)
        ? value
        : throw new NsmException(NsmErrors.OptionInvalid,
            $"'{value}' is not a valid image registry: a host name, a port and a path may follow, without a scheme.", value);

    /// <summary>Names of Secrets, each once.</summary>
    public static IReadOnlyList<string> PullSecrets(IReadOnlyList<string> names) =>
        names.FirstOrDefault(name => !ObjectName().IsMatch(name)) is { } wrong
        ? throw new NsmException(NsmErrors.OptionInvalid,
            $"'{wrong}' is not the name of a Secret: at most 253 lower-case letters, digits, '-' and '.'.", wrong)
        : [.. names.Distinct(StringComparer.Ordinal)];

    /// <summary>A folder of a node, without a slash at its end; null where the user names none.</summary>
    public static string? Folder(string? value, string option) => value is null ? null
        : value.Length is > 1 and <= LongestPath && AbsolutePath().IsMatch(value)
            && !value.Split('/').Any(part => part is "." or "..") ? value.TrimEnd('/')
        : throw new NsmException(NsmErrors.OptionInvalid,
            $"{option} is '{value}'; it must be the absolute path of a folder, without '.' and '..'.", option);

    /// <summary>A label value of Kubernetes that is not empty.</summary>
    public static string LabelValue(string value, string option) => LabelText().IsMatch(value)
        ? value
        : throw new NsmException(
            NsmErrors.OptionInvalid, $"{option} is not a label value: at most 63 letters, digits, '-', '_', '.', starting and ending with "
                + "a letter or digit.", option);

    public static void InRange<T>(T value, T smallest, T largest, string option)
        where T : IComparable<T>
    {
        if (value.CompareTo(smallest) < 0 || value.CompareTo(largest) > 0)
        {
            throw new NsmException(NsmErrors.OptionInvalid, $"{option} is {value}; it must be from {smallest} to {largest}.", option);
        }
    }

    public static void Timeout(TimeSpan value)
    {
        if (value <= TimeSpan.Zero || value > TimeSpan.FromDays(1))
        {
            throw new NsmException(NsmErrors.TimeoutInvalid,
                $"The timeout is {value}; it must be positive and at most one day.", "Timeout");
        }
    }

    [GeneratedRegex("^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?\\z")]
    private static partial Regex ObjectName();

    [GeneratedRegex("^(/[A-Za-z0-9._-]+)+/?\\z")]
    private static partial Regex AbsolutePath();

    [GeneratedRegex("^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?\\z")]
    private static partial Regex LabelText();

    [GeneratedRegex("^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}\\z")]
    private static partial Regex Tag();

    [GeneratedRegex("^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:[0-9]{1,5})?(/[a-z0-9]([a-z0-9._-]*[a-z0-9])?)*\\z")]
    private static partial Regex RegistryName();
}
