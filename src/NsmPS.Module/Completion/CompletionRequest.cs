using System.Collections;
using System.Management.Automation;
using NsmPS.Kubernetes;
using NsmPS.Session;

namespace NsmPS.Completion;

/// <summary>What was already typed on the command line, as far as completers use it.</summary>
internal sealed class CompletionRequest
{
    private const string KubeconfigParameter = "Kubeconfig";

    private static readonly string[] s_files = [KubeconfigParameter, nameof(ManifestPath), nameof(AdapterTls.CertificateAuthority),
        nameof(AdapterTls.ClientCertificate), nameof(AdapterTls.ClientKey)];

    private readonly RunspaceSession _session;
    private readonly IDictionary _bound;
    private readonly Dictionary<string, string?> _paths;
    private readonly string? _relative;

    /// <summary>Has to be made on the pipeline thread, which knows its runspace and where in the file system it is.</summary>
    public CompletionRequest(IDictionary bound)
    {
        _bound = bound;
        _session = RunspaceSession.Current;
        var paths = new SessionState().Path;
        _paths = s_files.ToDictionary(name => name, name => FullPath(paths, First(name)));

        // As commands take KUBECONFIG: from where the shell is.
        _relative = ClusterContexts.FindFrom(paths.CurrentFileSystemLocation.ProviderPath);
    }

    /// <summary>The release; null when none is given.</summary>
    public string? Version => First(nameof(Version));

    /// <summary>The folder of the user; null when none is given.</summary>
    public string? ManifestPath => _paths[nameof(ManifestPath)];

    /// <summary>The fault of a sandbox; null when none is given.</summary>
    public string? Fault => First(nameof(Fault));

    /// <summary>The address of an adapter or a sandbox; null when none is given.</summary>
    public string? Address => First(nameof(Address));

    /// <summary>How to talk to an adapter.</summary>
    public AdapterTls Tls => new(_paths[nameof(AdapterTls.CertificateAuthority)],
        _paths[nameof(AdapterTls.ClientCertificate)], _paths[nameof(AdapterTls.ClientKey)]);

    /// <summary>The cluster that the command line means so far.</summary>
    public ClusterTarget Target
    {
        get
        {
            var context = First("Context");
            var kubeconfig = _paths[KubeconfigParameter] ?? (_session.FollowsKubeconfig ? _relative : null);
            return _session.Resolve(kubeconfig, context is null ? null : [context], null)[0];
        }
    }

    /// <summary>The kubeconfig file that the command line means so far; null for the default one.</summary>
    public string? Kubeconfig => _paths[KubeconfigParameter] ?? _session.Default?.Kubeconfig ?? _relative;

    public RunspaceSession Session => _session;

    // Resolves a path as the shell does, with ~ and the session's drives. A list of files, and a path that cannot be resolved, stay as
    // they are.
    private static string? FullPath(PathIntrinsics paths, string? path)
    {
        try
        {
            return path is null || ClusterContexts.IsList(path) ? path : paths.GetUnresolvedProviderPathFromPSPath(path);
        }
        catch (Exception failure) when (failure is System.Management.Automation.DriveNotFoundException or ProviderNotFoundException)
        {
            return path;
        }
    }

    private string? First(string parameter) => _bound[parameter] switch
    {
        object?[] several => several.FirstOrDefault()?.ToString(),
        var one => one?.ToString(),
    };
}
