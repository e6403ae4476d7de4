using System.Net;
using System.Net.WebSockets;
using k8s;
using NsmPS.Kubernetes.Answers;
using NsmPS.Kubernetes.Config;
using NsmPS.Kubernetes.Credentials;
using NsmPS.Kubernetes.Exec;
using NsmPS.Kubernetes.Tls;

namespace NsmPS.Kubernetes.Connection;

/// <summary>The connections to one API server: KubernetesClient's client with TLS rules of our own. Requests and the WebSockets of exec and
/// port-forward go through the same sockets, so all are verified alike.</summary>
internal sealed class ClusterTransport : k8s.Kubernetes
{
    private const string ExecProtocol = "v5.channel.k8s.io";

    private static readonly string s_userAgent = $"nsmps/{typeof(ClusterTransport).Assembly.GetName().Version?.ToString(3)}";

    private readonly SocketsHttpHandler _sockets;
    private readonly SpdyUpgrade _spdy;
    private readonly bool _repeats;

    private ClusterTransport(KubernetesClientConfiguration configuration, DelegatingHandler[] handlers, Func<SocketsHttpHandler> sockets,
        AnswerBudget answers, bool repeats)
        : base(configuration, handlers)
    {
        _sockets = sockets();
        _repeats = repeats;
        _spdy = new SpdyUpgrade(this, configuration.Host.TrimEnd('/'), answers);
        CreateWebSocketBuilder = () => new PodSocketBuilder(HttpClient, answers);
    }

    /// <summary>True when its sockets are given up: what runs goes on, and nothing new can begin.</summary>
    public bool Retired { get; private set; }

    /// <param name="settings">Where to connect to, and how.</param>
    /// <param name="identity">The authorities and the certificate of now.</param>
    /// <param name="source">Where the header of each request comes from.</param>
    /// <param name="answers">What the server's answers may take of the memory.</param>
    /// <param name="door">What requests go through in place of sockets, in tests.</param>
    public static ClusterTransport Create(ConnectionSettings settings, TlsIdentity identity, CredentialSource source,
        AnswerBudget answers, DelegatingHandler? door)
    {
        SocketsHttpHandler? sockets = null;
        var configuration = new KubernetesClientConfiguration
        {
            // KubernetesClient's own rules for authorities do not check the host name, so it is given no authorities.
            Host = settings.Server.AbsoluteUri,
            TokenProvider = new CredentialTokens(source),
            UserAgent = s_userAgent,
            FirstMessageHandlerSetup = handler => Sockets.SetUp(sockets = handler, settings, identity),
        };
        var transport = new ClusterTransport(configuration, door is null ? [] : [door], () => sockets!, answers,
            RepeatedHeaders.Any(settings.Impersonation));
        RepeatedHeaders.Add(transport.HttpClient.DefaultRequestHeaders, settings.Impersonation);
        transport.HttpClient.DefaultRequestHeaders.Host = Sockets.HostOf(settings);
        return transport;
    }

    /// <summary>Sends a request, and leaves the body of its answer unread.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, CancellationToken cancellationToken)
    {
        message.Version = _repeats ? HttpVersion.Version11 : message.Version;
        await Credentials.ProcessHttpRequestAsync(message, cancellationToken);
        return await HttpClient.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    /// <summary>Starts a command in a container.</summary>
    /// <exception cref="UpgradeRefusedException">The server answered otherwise.</exception>
    public Task<WebSocket> ExecAsync(ExecCall call, CancellationToken cancellationToken) =>
        WebSocketNamespacedPodExecAsync(
            Uri.EscapeDataString(call.Pod), Uri.EscapeDataString(call.Namespace), call.Command, call.Container, stderr: true,
            stdin: call.Input, stdout: true, tty: false, ExecProtocol, customHeaders: null, cancellationToken);

    /// <summary>Connects to a port of a pod.</summary>
    /// <exception cref="UpgradeRefusedException">The server answered otherwise.</exception>
    public Task<WebSocket> ForwardAsync(string @namespace, string pod, int port, CancellationToken cancellationToken) =>
        WebSocketNamespacedPodPortForwardAsync(Uri.EscapeDataString(pod), Uri.EscapeDataString(@namespace), [port],
            cancellationToken: cancellationToken);

    /// <summary>As <see cref="ExecAsync"/>, in the way that wants fewer rights.</summary>
    /// <exception cref="UpgradeRefusedException">The server answered otherwise.</exception>
    public Task<WebSocket> ExecBySpdyAsync(ExecCall call, CancellationToken cancellationToken) => _spdy.ExecAsync(call, cancellationToken);

    /// <summary>As <see cref="ForwardAsync"/>, in the way that wants fewer rights.</summary>
    /// <exception cref="UpgradeRefusedException">The server answered otherwise.</exception>
    public Task<WebSocket> ForwardBySpdyAsync(string @namespace, string pod, int port, CancellationToken cancellationToken) =>
        _spdy.ForwardAsync(@namespace, pod, port, cancellationToken);

    /// <summary>Closes what is idle. What runs ends by itself, and its socket with it.</summary>
    public void Retire()
    {
        Retired = true;
        _sockets.Dispose();
    }

    protected override void Dispose(bool disposing)
    {
        // KubernetesClient's Dispose leaves the sockets open.
        Retire();
        base.Dispose(disposing);
    }
}
