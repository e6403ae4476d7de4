using System.Net;

namespace NsmPS.E2E.World;

/// <summary>Sends again what the API server answers with 429 for, as every client of Kubernetes does: the first who ask for a young custom
/// resource are told to come back in a second.</summary>
internal sealed class RepeatingHandler(TimeProvider time) : DelegatingHandler
{
    private const int Tries = 10;

    private static readonly TimeSpan s_usual = TimeSpan.FromSeconds(1);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        for (var left = Tries - 1; ; left--)
        {
            var response = await base.SendAsync(request, cancellationToken);
            if (response.StatusCode != HttpStatusCode.TooManyRequests || left == 0)
            {
                return response;
            }

            var pause = response.Headers.RetryAfter?.Delta ?? s_usual;
            response.Dispose();
            await Task.Delay(pause, time, cancellationToken);
        }
    }
}
