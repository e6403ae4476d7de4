using NsmPS.Lab.Protocol;

namespace NsmPS.Lab.V1;

/// <summary>
/// A forwarder or an endpoint as its manager sees it: a connection that it opened to register, over
/// which the manager then asks it. It is there as long as the connection is.
/// </summary>
internal sealed class Registrant(Message registration, LineConnection connection)
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(10);
    private readonly Lock _gate = new();
    private Task _last = Task.CompletedTask;
    private volatile TaskCompletionSource<Message>? _asked;
    private volatile bool _gone;

    public Message Registration => registration;

    public bool IsGone => _gone;

    /// <summary>Reads answers until the connection ends.</summary>
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (await connection.ReadAsync(cancellationToken) is { } reply)
            {
                _asked?.TrySetResult(reply);
            }
        }
        finally
        {
            _gone = true;
            _asked?.TrySetException(new LabException($"{registration.Name} is gone"));
        }
    }

    /// <summary>Asks one question after the other.</summary>
    /// <exception cref="LabException">It is gone, refused, or does not answer.</exception>
    public Task<Message> AskAsync(Message request, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var answer = AskAfterAsync(_last, request, cancellationToken);
            _last = answer;
            return answer;
        }
    }

    private async Task<Message> AskAfterAsync(Task before, Message request, CancellationToken cancellationToken)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        TaskCompletionSource<Message> asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _asked = asked;
        if (_gone)
        {
            throw new LabException($"{registration.Name} is gone");
        }

        try
        {
            await connection.WriteAsync(request, cancellationToken);
            var reply = await asked.Task.WaitAsync(s_limit, cancellationToken);
            return reply.Error is null ? reply : throw new LabException(reply.Error);
        }
        catch (TimeoutException e)
        {
            // A late answer would be taken for that to the next question.
            _gone = true;
            throw new LabException($"{registration.Name} does not answer", e);
        }
        finally
        {
            _asked = null;
        }
    }
}
