using System.Collections;
using System.Management.Automation;
using NsmPS.Kubernetes;
using NsmPS.Session;

namespace NsmPS.Completion;

/// <summary>What was already typed on the command line, as far as completers use it.</summary>
internal sealed class CompletionRequest
{
    private readonly RunspaceSession _session;
    private readonly IDictionary _bound;
    private readonly string _folder;

    /// <summary>Has to be made on the pipeline thread, which knows its runspace and where in the file system it is.</summary>
    public CompletionRequest(IDictionary bound)
    {
        _bound = bound;
        _session = RunspaceSession.Current;
        _folder = new SessionState().Path.CurrentFileSystemLocation.ProviderPath;
    }

    /// <summary>The release; null when none is given.</summary>
    public string? Version => First(nameof(Version));

    /// <summary>The folder of the user; null when none is given.</summary>
    public string? ManifestPath => FullPath(First(nameof(ManifestPath)));

    /// <summary>The address of an adapter; null when none is given.</summary>
    public string? Address => First(nameof(Address));

    /// <summary>How to talk to an adapter.</summary>
    public AdapterTls Tls => new(FullPath(First(nameof(AdapterTls.CertificateAuthority))),
        FullPath(First(nameof(AdapterTls.ClientCertificate))), FullPath(First(nameof(AdapterTls.ClientKey))));

    /// <summary>The cluster that the command line means so far.</summary>
    public ClusterTarget Target
    {
        get
        {
            var context = First("Context");
            return _session.Resolve(FullPath(First("Kubeconfig")), context is null ? null : [context], null)[0];
        }
    }

    /// <summary>The session of the runspace.</summary>
    public RunspaceSession Session => _session;

    private string? FullPath(string? path) => path is null || ClusterContexts.IsList(path) ? path : Path.GetFullPath(path, _folder);

    private string? First(string parameter) => _bound[parameter] switch
    {
        object?[] several => several.FirstOrDefault()?.ToString(),
        var one => one?.ToString(),
    };
}
