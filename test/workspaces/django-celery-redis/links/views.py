"""Pages."""

from django.core.cache import cache
from django.http import HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from . import counter
from .models import Link


@require_safe
def index(request):
    """All links as JSON."""
    return JsonResponse({link.code: link.hits for link in Link.objects.order_by("code")})


@require_safe
def follow(request, code):
    """Redirect and count."""
    link = get_object_or_404(Link, code=code)
    counter.count(code)
    return HttpResponseRedirect(link.target)


@require_safe
def health(request):
    """200 while the cache and the database answer; anything else is an error page."""
    cache.get("health")
    Link.objects.exists()
    return JsonResponse({"status": "ok"})
