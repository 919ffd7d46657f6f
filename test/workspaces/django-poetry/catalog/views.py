"""Public pages."""

from django.db import DatabaseError, connection
from django.db.models import Q
from django.http import JsonResponse
from django.views.generic import DetailView, ListView

from .models import Book


class BookList(ListView):
    """All books, or those that match ``q``."""

    model = Book
    template_name = "catalog/index.html"
    context_object_name = "books"
    paginate_by = 50

    def get_queryset(self):
        books = super().get_queryset()
        if wanted := self.request.GET.get("q", "").strip():
            books = books.filter(Q(title__icontains=wanted) | Q(author__icontains=wanted))
        return books


class BookDetail(DetailView):
    """One book."""

    model = Book
    slug_field = slug_url_kwarg = "isbn"
    template_name = "catalog/book.html"


def healthz(request):
    """200 while the database answers, else 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "database unavailable"}, status=503)
    return JsonResponse({"status": "ok"})
