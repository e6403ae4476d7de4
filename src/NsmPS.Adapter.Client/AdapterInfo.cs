namespace NsmPS.Adapter.Client;

/// <summary>Who an adapter says it is.</summary>
/// <param name="Type">What kind of component, <c>adapter</c>.</param>
/// <param name="Name">The mesh it is for, in upper case.</param>
/// <param name="Version">Its own version.</param>
/// <param name="GitSha">The source revision it was built from.</param>
/// <param name="Warning">What its administrator should know of how it is set up; empty when there is nothing.</param>
public sealed record AdapterInfo(string Type, string Name, string Version, string GitSha, string Warning = "")
{
    /// <summary>The property of ComponentInfo that holds the warning.</summary>
    internal const string WarningProperty = "warning";
}
