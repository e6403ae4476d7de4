using NsmPS.HelpBuild.Commands;

namespace NsmPS.HelpBuild.Maml;

/// <summary>The page of a command on the web.</summary>
internal static class OnlinePage
{
    public static RelatedLink Of(string command, Uri projectUrl) =>
        new("Online version:", new Uri($"{projectUrl.OriginalString.TrimEnd('/')}/blob/main/docs/commands/{command}.md"));
}
