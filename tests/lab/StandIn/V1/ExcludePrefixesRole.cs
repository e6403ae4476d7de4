using NsmPS.Lab.Common;

namespace NsmPS.Lab.V1;

/// <summary>Stands in for cmd-exclude-prefixes-k8s. Where nothing reads its file there is nothing to write.</summary>
internal static class ExcludePrefixesRole
{
    public static Task RunAsync(CancellationToken cancellationToken)
    {
        Log.Info("exclude-prefixes: started");
        return Task.Delay(Timeout.Infinite, cancellationToken);
    }
}
