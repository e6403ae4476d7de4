using NsmPS.Core.Tests.Fakes;
using NsmPS.Core.Tests.Server;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Exec;
using Xunit.Sdk;

namespace NsmPS.Core.Tests.Kubernetes.Spdy;

/// <summary>The base of tests with a user who may only create connections to pods.</summary>
public abstract class SpdyTest : IDisposable
{
    private readonly TaskCompletionSource<string> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    protected SpdyTest()
    {
        Client = Server.CreateClient();
        Server.Put(Sample.Pod("p"));
        Server.Refuse(request => request.Method == "GET", 403, "Forbidden",
            "pods \"p\" is forbidden: User \"u\" cannot get resource \"pods/exec\"");
    }

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    internal ApiServer Server { get; } = new();

    internal ClusterClient Client { get; }

    /// <summary>How the server's end ended: <c>served</c>, or <c>gone</c> where the client left first.</summary>
    protected Task<string> Ended => _ended.Task.WaitAsync(TimeSpan.FromMinutes(1), Token);

    public void Dispose()
    {
        Client.Dispose();
        Server.Dispose();
        GC.SuppressFinalize(this);
    }

    internal void Serve(Func<SpdyServer, Task> serve) => Server.Spdy = async (_, spdy) =>
    {
        try
        {
            await serve(spdy);
            _ended.TrySetResult("served");
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException)
        {
            _ended.TrySetResult("gone");
        }
        catch (XunitException exception)
        {
            _ended.TrySetException(exception);
        }
    };

    internal Task<ExecResult> ExecAsync(TimeSpan? timeout = null) =>
        Client.ExecAsync("default", "p", "main", ["sh", "-c", "a b; c & d=1"], timeout ?? TimeSpan.FromMinutes(2), Token);
}
